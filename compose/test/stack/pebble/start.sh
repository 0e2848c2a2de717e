set -eu
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1 -quiet \
  -keyout /pebble/key.pem -out /pebble/new.pem -subj /CN=pebble -addext subjectAltName=DNS:pebble
mv /pebble/new.pem /pebble/ca.pem
chmod 444 /pebble/ca.pem
exec pebble -config /etc/pebble/config.json
