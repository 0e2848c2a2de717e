import { expect, test } from "vitest";
import { bootstrapCommand } from "./debian.ts";

test("Debian is unpacked without documentation and without traces of the host", () => {
  expect(bootstrapCommand("trixie", "/tmp/rootfs.tar").join("\n")).toBe(`mmdebstrap
--variant=minbase
--format=tar
--aptopt=Acquire::Languages "none"
--dpkgopt=path-exclude=/usr/share/doc/*
--dpkgopt=path-exclude=/usr/share/man/*
--dpkgopt=path-exclude=/usr/share/info/*
--dpkgopt=path-exclude=/usr/share/locale/*
--dpkgopt=path-include=/usr/share/doc/*/copyright
--dpkgopt=path-include=/usr/share/locale/locale.alias
--dpkgopt=force-unsafe-io
--customize-hook=rm -f "$1/etc/resolv.conf" "$1/etc/hostname"
trixie
/tmp/rootfs.tar`);
});
