// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/content.h"

#include "base/file.h"
#include "base/mapping_guard.h"
#include "base/words.h"
#include "checkpoint/gguf_reader.h"
#include "checkpoint/pytorch_reader.h"
#include "checkpoint/safetensors_reader.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace quantlathe {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view convertDetail = words("Convert the model to safetensors and open that.");
constexpr std::string_view archiveTitle = words("This is an archive");
constexpr std::string_view archiveDetail = words("Unpack it and open the file or folder inside.");
constexpr std::string_view oldTitle = words("This is a file from before GGUF");
constexpr std::string_view oldDetail = words("Convert the original model again with a current tool.");
constexpr std::string_view pageTitle = words("This is a web page, not a model");
constexpr std::string_view pageDetail =
    words("The download was answered with a page. Sign in or accept the licence there, then download again.");
constexpr std::string_view pointerDetail = words("The file itself was not downloaded. Run git lfs pull in its folder.");

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    std::string_view title;
    std::string_view detail;
};

constexpr std::string_view pointerStart = "version https://git-lfs";

constexpr std::array signatures{
    Signature{0, pointerStart, words("This is a Git LFS pointer"), pointerDetail},
    Signature{0, "\x80\x02\x8A\x0A\x6C\xFC"sv, words("This is a PyTorch file in the container from before version 1.6"),
              words("Load it with PyTorch and save it again with torch.save, or convert the model to safetensors.")},
    Signature{0, "\x80\x04\x95"sv, words("This is a pickle, not a PyTorch file"), convertDetail},
    Signature{0, "PK\x03\x04"sv, archiveTitle, archiveDetail},
    Signature{0, "\x1F\x8B"sv, archiveTitle, archiveDetail},
    Signature{0,
              "\xFD"
              "7zXZ"sv,
              archiveTitle, archiveDetail},
    Signature{0, "7z\xBC\xAF"sv, archiveTitle, archiveDetail},
    Signature{257, "ustar"sv, archiveTitle, archiveDetail},
    Signature{0, "lmgg"sv, oldTitle, oldDetail},
    Signature{0, "fmgg"sv, oldTitle, oldDetail},
    Signature{0, "tjgg"sv, oldTitle, oldDetail},
    Signature{0, "\x89HDF"sv, words("HDF5 files are not supported"), convertDetail},
    Signature{0, "\x93NUMPY"sv, words("NumPy files are not supported"), convertDetail},
    Signature{4, "TFL3"sv, words("TensorFlow Lite files are not supported"), convertDetail},
    Signature{0, "<!DOCTYPE"sv, pageTitle, pageDetail},
    Signature{0, "<!doctype"sv, pageTitle, pageDetail},
    Signature{0, "<html"sv, pageTitle, pageDetail},
};

} // namespace

std::vector<std::byte> firstBytes(const std::filesystem::path& path) {
    const InputFile file(path);
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min<std::uint64_t>(contentBytes, file.stamp().size)));
    if (!file.readAt(0, bytes)) {
        throw changedWhileRead(path);
    }
    return bytes;
}

std::optional<Error> foreignContent(std::span<const std::byte> firstBytes, const std::filesystem::path& file) {
    if (firstBytes.empty()) {
        return badInput(file, say("The file is empty"), say("Download it again."));
    }
    const auto start = firstBytes.first(std::min(firstBytes.size(), contentBytes));
    if (looksLikeGguf(start) || looksLikeSafetensors(start) || looksLikePyTorch(start)) {
        return std::nullopt;
    }
    const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
    const auto* const known = std::find_if(signatures.begin(), signatures.end(), [text](const Signature& signature) {
        return text.size() > signature.offset && text.substr(signature.offset).starts_with(signature.bytes);
    });
    if (known == signatures.end()) {
        return std::nullopt;
    }
    return badInput(file, translated(known->title), translated(known->detail));
}

bool isLfsPointer(std::span<const std::byte> firstBytes) {
    return std::string_view(reinterpret_cast<const char*>(firstBytes.data()), firstBytes.size()).starts_with(pointerStart);
}

void refuseForeignContent(std::span<const std::byte> firstBytes, const std::filesystem::path& file) {
    if (const auto error = foreignContent(firstBytes, file)) {
        throw Error(*error);
    }
}

} // namespace quantlathe
