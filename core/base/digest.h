// SPDX-License-Identifier: GPL-3.0-or-later
// Cryptographic digests, for files whose right contents somebody else has stated. What only tells versions apart has
// base/hash.h.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace quantlathe {

/// Takes bytes piece by piece. Not thread-safe; move-only.
class Digest {
public:
    enum class Kind { sha256, sha1 };
    /// Throws Error(failed) when the system's library does not offer the kind.
    explicit Digest(Kind kind);
    ~Digest();
    Digest(Digest&& other) noexcept;
    Digest& operator=(Digest&& other) noexcept;
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
    /// In lower-case hexadecimal digits. Nothing may be added afterwards.
    [[nodiscard]] std::string hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Name and version of what computes them.
[[nodiscard]] std::pair<std::string, std::string> digestLibrary();

} // namespace quantlathe
