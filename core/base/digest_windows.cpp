// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest.h"

#include "base/error.h"
#include "base/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <vector>
#include <windows.h>

#include <bcrypt.h>

namespace quantlathe {
namespace {

void requireSuccess(NTSTATUS status) {
    if (status < 0) {
        throw Error(ErrorKind::failed, say("A checksum cannot be computed"), say("The system's library refuses to."));
    }
}

} // namespace

struct Digest::State {
    explicit State(Kind kind) {
        requireSuccess(::BCryptOpenAlgorithmProvider(
            &algorithm, kind == Kind::sha256 ? BCRYPT_SHA256_ALGORITHM : BCRYPT_SHA1_ALGORITHM, nullptr, 0));
        const NTSTATUS status = ::BCryptCreateHash(algorithm, &hash, nullptr, 0, nullptr, 0, 0);
        if (status < 0) {
            ::BCryptCloseAlgorithmProvider(algorithm, 0);
        }
        requireSuccess(status);
    }
    ~State() {
        ::BCryptDestroyHash(hash);
        ::BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    BCRYPT_ALG_HANDLE algorithm = nullptr;
    BCRYPT_HASH_HANDLE hash = nullptr;
    std::size_t bytes = 0; // of the digest
};

Digest::Digest(Kind kind) : state_(std::make_unique<State>(kind)) {
    state_->bytes = kind == Kind::sha256 ? 32 : 20;
}

Digest::~Digest() = default;
Digest::Digest(Digest&& other) noexcept = default;
Digest& Digest::operator=(Digest&& other) noexcept = default;

void Digest::add(std::span<const std::byte> bytes) {
    constexpr std::size_t most = std::numeric_limits<ULONG>::max();
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), most));
        auto* const data = reinterpret_cast<UCHAR*>(const_cast<std::byte*>(part.data())); // NOLINT: it is only read
        requireSuccess(::BCryptHashData(state_->hash, data, static_cast<ULONG>(part.size()), 0));
        bytes = bytes.subspan(part.size());
    }
}

std::string Digest::hex() {
    std::vector<UCHAR> digest(state_->bytes);
    requireSuccess(::BCryptFinishHash(state_->hash, digest.data(), static_cast<ULONG>(digest.size()), 0));
    std::string text;
    for (const UCHAR byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

std::pair<std::string, std::string> digestLibrary() {
    return {"CNG", "of the system"};
}

} // namespace quantlathe
