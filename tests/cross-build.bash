# What tests/platforms and tests/wine share: Debian's compiler, and with it any target, for it builds the standard library
# from its sources. To be sourced, in the folder of the repository.

# What the compiler and its sources are in; a package comes with the target's linker or its tools besides.
cross_build_packages=(rustc-web cargo-web rust-web-src)

# Installs the packages of Debian that this machine lacks. Only root can: anybody else reads what to install.
install_packages() {
  local package missing=()
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing ${missing[*]}"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
  else
    echo "This check needs Debian's packages: sudo apt-get install -y ${missing[*]}" >&2
    return 1
  fi
}

# Runs a command of cargo for a target: cross_build COMMAND TARGET [ARGUMENT...]
#
# -Zbuild-std is not of a stable compiler; this one is told to take it all the same, for nothing of it is shipped.
# What it builds is built once: there is nothing to go on from, and nothing to debug.
cross_build() {
  env --unset=RUSTUP_TOOLCHAIN RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="-D warnings" \
    CARGO_TARGET_DIR="$PWD/target/platforms" CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 \
    /usr/bin/cargo "$1" --quiet -Zbuild-std=std,panic_unwind --target "$2" "${@:3}"
}
