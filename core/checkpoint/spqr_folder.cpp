// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/spqr_folder.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "checkpoint/pytorch_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <string_view>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view allElse = "not_quantized_weights.pt";
constexpr std::string_view usualBlocks = "model.layers";
constexpr std::size_t mostDigits = 6;

bool isNumber(std::string_view text) {
    return !text.empty() && text.size() <= mostDigits && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "model.layers" of "model.layers.0.input_layernorm.weight"; empty for names without a block's number.
std::string_view blocksIn(std::string_view name) {
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
        const std::size_t next = name.find('.', dot + 1);
        if (next != std::string_view::npos && isNumber(name.substr(dot + 1, next - dot - 1))) {
            return name.substr(0, dot);
        }
    }
    return {};
}

/// Files of layers do not say what their blocks are called; what most of the other tensors say counts.
std::string blocksOf(std::span<const TensorInfo> others) {
    std::map<std::string_view, std::size_t> counts;
    for (const TensorInfo& tensor : others) {
        if (const std::string_view blocks = blocksIn(tensor.name); !blocks.empty()) {
            ++counts[blocks];
        }
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
    return std::string(most == counts.end() ? usualBlocks : most->first);
}

void rename(FileContents& contents, const std::string& module) {
    for (TensorInfo& tensor : contents.tensors) {
        tensor.name = fmt::format("{}.{}", module, tensor.name);
    }
    for (auto& [alias, listed] : contents.aliases) {
        alias = fmt::format("{}.{}", module, alias);
        listed = fmt::format("{}.{}", module, listed);
    }
}

} // namespace

std::vector<fs::path> spqrFilesIn(const fs::path& folder, std::span<const fs::path> entries) {
    std::vector<fs::path> blocks;
    std::ranges::copy_if(entries, std::back_inserter(blocks), [](const fs::path& entry) {
        return isNumber(entry.filename().string()) && fileKind(entry) == FileKind::folder;
    });
    const fs::path others = folder / allElse;
    if (blocks.empty() || std::ranges::find(entries, others) == entries.end()) {
        return {};
    }
    std::ranges::sort(blocks, {}, [](const fs::path& block) { return std::stoul(block.filename().string()); });
    std::vector<fs::path> files{others};
    for (const fs::path& block : blocks) {
        std::ranges::copy_if(entriesOf(block), std::back_inserter(files), [](const fs::path& file) {
            return !file.filename().string().starts_with('.') && fileKind(file) == FileKind::file;
        });
    }
    return files;
}

CheckpointContents readSpqrFiles(const fs::path& opened, std::span<const fs::path> files) {
    CheckpointContents contents;
    contents.kind = ContainerKind::pytorch;
    contents.path = opened;
    std::string blocks; // of the first file, which is read before the others
    return readFiles(std::move(contents), files, [&](const HeaderSource& source) {
        if (source.file == files.front()) {
            FileContents others = parsePyTorchFile(source);
            blocks = blocksOf(others.tensors);
            return others;
        }
        FileContents layer = parsePyTorchFile(source, PyTorchDepth::listsToo);
        rename(layer,
               fmt::format("{}.{}.{}", blocks, source.file.parent_path().filename().string(), source.file.filename().string()));
        return layer;
    });
}

} // namespace quantlathe
