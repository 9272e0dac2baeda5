// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest.h"

#include "base/error.h"
#include "base/words.h"

#include <array>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace quantlathe {

struct Digest::State {
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context;
};

namespace {

void require(bool isDone) {
    if (!isDone) {
        throw Error(ErrorKind::failed, say("A checksum cannot be computed"), say("OpenSSL's library refuses to."));
    }
}

} // namespace

Digest::Digest(Kind kind) : state_(std::make_unique<State>()) {
    state_->context.reset(EVP_MD_CTX_new());
    const EVP_MD* const algorithm = kind == Kind::sha256 ? EVP_sha256() : EVP_sha1();
    require(state_->context != nullptr && EVP_DigestInit_ex(state_->context.get(), algorithm, nullptr) == 1);
}

Digest::~Digest() = default;
Digest::Digest(Digest&& other) noexcept = default;
Digest& Digest::operator=(Digest&& other) noexcept = default;

void Digest::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Digest::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) == 1);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += fmt::format("{:02x}", digest.at(i));
    }
    return text;
}

std::pair<std::string, std::string> digestLibrary() {
    return {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)};
}

} // namespace quantlathe
