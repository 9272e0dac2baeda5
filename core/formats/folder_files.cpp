// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/folder_files.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_encoding.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Weights in any container, and what the output has of its own; quantize_config.json is about weights that are not taken over.
constexpr auto weightExtensions = std::to_array<std::string_view>(
    {".safetensors", ".bin", ".pt", ".pth", ".gguf", ".ckpt", ".h5", ".msgpack", ".onnx", ".part", ".journal", ".lock"});
constexpr auto ownFiles = std::to_array<std::string_view>({"config.json", "README.md", "quantize_config.json"});
/// Larger files beside a model are no settings and no vocabularies.
constexpr std::uint64_t largestCompanion = maxTokenizerBytes;

bool isCompanion(const fs::path& file) {
    const std::string name = file.filename().string();
    const std::string extension = file.extension().string();
    return fileKind(file) == FileKind::file && !name.starts_with('.') && !name.ends_with(".index.json") &&
           std::ranges::find(weightExtensions, extension) == weightExtensions.end() &&
           std::ranges::find(ownFiles, name) == ownFiles.end() && stampOf(file).size <= largestCompanion;
}

template <class Number>
bool isNumber(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

} // namespace

std::string plainText(std::string_view text) {
    std::string plain = escapeForDisplay(text);
    std::erase_if(plain, [](char c) { return c == '"' || c == '\\' || c == '|' || c == '`'; });
    return plain;
}

PlannedFile textFile(const fs::path& relativePath, std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {.relativePath = relativePath, .header = {bytes.begin(), bytes.end()}, .bytes = text.size()};
}

std::string configText(const fs::path& folder, const Json& quantization, std::span<const std::string_view> modelTypes) {
    const fs::path file = folder / "config.json";
    Json config = Json::parse(inPlainJson(readTextFile(file, maxConfigBytes)), nullptr, false);
    if (!config.is_object()) {
        throw badInput(file, say("This is no model's configuration"), say("Expected a JSON object."));
    }
    const char* const key = config.contains("dtype") ? "dtype" : "torch_dtype";
    const Json stated = config.value(key, Json());
    const bool isAllowed =
        modelTypes.empty() ||
        (stated.is_string() && std::ranges::find(modelTypes, stated.get_ref<const std::string&>()) != modelTypes.end());
    if (!isAllowed) {
        config[key] = modelTypes.front();
    }
    if (quantization.is_null()) {
        config.erase("quantization_config");
    } else {
        config["quantization_config"] = quantization;
    }
    return inPythonsJson(config.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

std::string modelCard(const Format& format, const Model& model, const Preset& preset, std::span<const Choice> choices,
                      const LoadingExample& loading) {
    struct Sum {
        std::size_t tensors = 0;
        std::uint64_t weights = 0;
    };
    std::map<std::string_view, Sum> sums;
    for (const Choice& choice : choices) {
        Sum& sum = sums[choice.encoding->name()];
        ++sum.tensors;
        sum.weights += choice.weight->elements();
    }
    const bool isQuantized = std::ranges::any_of(choices, [](const Choice& choice) {
        const auto type = elementTypeOf(*choice.encoding);
        return !type || info(*type).isBlocked();
    });
    const std::string name = plainText(model.name());
    std::string card = fmt::format("---\nbase_model: \"{}\"\nlibrary_name: {}\ntags:\n{}- {}\n---\n\n"
                                   "# {}, {}\n\nThe weights of {} in the form of {} ({}). {}\n\n"
                                   "| encoding | tensors | weights |\n|---|---|---|\n",
                                   name, loading.library, isQuantized ? "- quantized\n" : "", format.id(), name, preset.name,
                                   name, format.title(), preset.name, format.summary());
    for (const auto& [encoding, sum] : sums) {
        card += fmt::format("| {} | {} | {} |\n", encoding, groupedDigits(sum.tensors), groupedDigits(sum.weights));
    }
    card += fmt::format("\nLoads in: {}.\n\n```python\n{}```\n\n"
                        "Made with quantlathe " QUANTLATHE_VERSION ". The terms of the original model apply.\n",
                        format.loadsIn(), loading.python);
    return card;
}

std::vector<PlannedFile> companionFiles(const fs::path& folder) {
    std::vector<PlannedFile> files;
    for (const fs::path& file : entriesOf(folder)) {
        if (isCompanion(file)) {
            files.push_back({.relativePath = file.filename(), .bytes = stampOf(file).size, .copyOf = file});
        }
    }
    return files;
}

std::optional<std::string> whyNotValue(const FormatOption& option, std::string_view value) {
    switch (option.kind) {
    case FormatOption::Kind::choice:
        if (std::ranges::find(option.values, value) == option.values.end()) {
            return say("It is one of {}.", fmt::join(option.values, ", "));
        }
        break;
    case FormatOption::Kind::flag:
        if (value != "true" && value != "false") {
            return say("It is true or false.");
        }
        break;
    case FormatOption::Kind::number:
        if (double number = 0; !isNumber(value, number) || !(number >= option.low && number <= option.high)) {
            return say("It is a number from {:Lg} to {:Lg}.", option.low, option.high);
        }
        break;
    }
    return std::nullopt;
}

} // namespace quantlathe
