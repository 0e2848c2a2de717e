# debian:trixie-<date>-slim: today's packages under a dated name.
FROM debian:trixie-slim
