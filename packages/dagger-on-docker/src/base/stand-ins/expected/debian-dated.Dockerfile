FROM debian:trixie-slim
