#!/bin/sh
# The power supply of a machine in a container, as its process 1: boots it, and boots it again whenever all of it has
# been killed. What a real machine's memory would have lost is taken away before. It ends with its standard input: a run
# that was killed leaves no machine behind.

# What the last boot left behind: mounts, networks, rules of the firewall, files of /run.
forget() {
  sed -n 's|^[^ ]* \(/var/lib/docker/[^ ]*\|/run/docker/[^ ]*\) .*|\1|p' /proc/mounts | sort -r | while read -r mount; do
    umount --lazy "$mount" || :
  done
  for link in /sys/class/net/*; do
    case ${link##*/} in lo | eth* | bonding_masters) ;; *) ip link delete "${link##*/}" || : ;; esac
  done
  for table in filter nat mangle; do
    for program in iptables ip6tables; do
      $program --table $table --flush && $program --table $table --delete-chain || :
    done
  done
  find /sys/fs/cgroup -mindepth 2 -depth -type d -path '*/docker/*' -exec rmdir {} + || :
  find /run -xdev -mindepth 1 -delete || :
}

# Docker wants to write below /sys, which containers may only read; with cgroups v2 nothing but groups may stand at the top.
open_sys() {
  mount -o remount,bind,rw /sys
  for group in $(sed -n 's|^[^ ]* \(/sys/fs/cgroup[^ ]*\) .*|\1|p' /proc/mounts); do
    mount -o remount,bind,rw "$group"
  done
  [ -e /sys/fs/cgroup/cgroup.controllers ] || return 0
  mkdir -p /sys/fs/cgroup/init
  while ! sed 's/ / +/g; s/^/+/' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control; do
    xargs -rn1 </sys/fs/cgroup/cgroup.procs >/sys/fs/cgroup/init/cgroup.procs || :
  done
}

exec 3<&0
trap exit TERM
while :; do
  { cat >/dev/null && kill -TERM 1; } <&3 &
  forget 2>/dev/null
  open_sys
  mkdir -p /run/sshd
  [ -e /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
  /usr/sbin/sshd -De &
  # What systemd would do.
  /usr/local/sbin/flipdocs-firewall
  dockerd &
  wait
done
