// SPDX-License-Identifier: GPL-3.0-or-later
#include "result_files.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace quantlathe::cli {
namespace {

namespace fs = std::filesystem;

/// Plans and sensitivities say in their first lines what they are; tables, matrices and GGUF files are no part of a folder.
bool isEarlierResult(const fs::path& file) {
    constexpr auto extensions = std::to_array<std::string_view>({".csv", ".dat", ".gguf"});
    constexpr std::size_t headBytes = 64;
    if (std::ranges::find(extensions, file.extension().string()) != extensions.end()) {
        return true;
    }
    const InputFile input(file);
    std::string head(std::min<std::uint64_t>(input.stamp().size, headBytes), '\0');
    const bool isRead = input.readAt(0, std::as_writable_bytes(std::span(head)));
    return isRead &&
           (head.find("\"quantlathe_plan\"") != std::string::npos ||
            head.find("\"quantlathe_sensitivity\"") != std::string::npos || head.find("\"measurement\"") != std::string::npos);
}

} // namespace

std::vector<fs::path> filesOf(const Checkpoint& model) {
    std::vector<fs::path> files;
    for (const MappedFile& file : model.files()) {
        files.push_back(file.path());
    }
    if (model.kind() == ContainerKind::gguf) {
        return files;
    }
    for (const fs::path& entry : entriesOf(model.folder())) {
        if (fileKind(entry) == FileKind::file && !isEarlierResult(entry)) {
            files.push_back(entry);
        }
    }
    return files;
}

void checkResultFiles(const Checkpoint& model, const std::vector<fs::path>& inputs, const std::vector<fs::path>& outputs,
                      bool force) {
    std::vector<fs::path> existing; // only these can be an input
    for (const fs::path& output : outputs) {
        if (output.empty() || fileKindOfEntry(output) == FileKind::none) {
            continue;
        }
        if (!force) {
            throw badInput(output, escapeForDisplay(output.filename().string()) + " exists already",
                           "Choose another name or replace it with --force.");
        }
        if (const FileKind kind = fileKind(output); kind != FileKind::file && kind != FileKind::none) {
            throw badInput(output, escapeForDisplay(output.filename().string()) + " is no file", "Choose another name.");
        }
        existing.push_back(output);
    }
    requireOwnPlaces(outputs, inputs);
    if (!existing.empty()) {
        requireOwnPlaces(existing, filesOf(model));
    }
}

} // namespace quantlathe::cli
