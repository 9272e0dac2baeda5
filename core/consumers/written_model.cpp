// SPDX-License-Identifier: GPL-3.0-or-later
#include "consumers/written_model.h"

#include "base/file_kind.h"
#include "checkpoint/gguf_header.h"
#include "checkpoint/safetensors_header.h"
#include "model/json_file.h"
#include "model/limits.h"

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view configFile = "config.json";
constexpr std::string_view safetensorsEnding = ".safetensors";

void takeTensors(WrittenModel& model, std::span<const TensorInfo> tensors) {
    for (const TensorInfo& tensor : tensors) {
        model.tensors.emplace(tensor.name, tensor);
    }
}

/// `header`: of a file of the plan. What the first one says counts: the other files of a set have nothing but numbers.
template <class Header>
void takeHeader(WrittenModel& model, Header header) {
    takeTensors(model, header.tensors);
    if (model.metadata.pairs().empty()) {
        model.metadata = std::move(header.metadata);
    }
}

void takeFile(WrittenModel& model, const PlannedFile& file) {
    const HeaderSource source{.bytes = file.header, .fileBytes = file.bytes, .file = file.relativePath};
    if (model.container == ContainerKind::gguf) {
        takeHeader(model, parseGgufHeader(source));
    } else if (file.relativePath.extension() == safetensorsEnding) {
        model.container = ContainerKind::safetensors;
        takeHeader(model, parseSafetensorsHeader(source));
    } else if (file.relativePath == configFile) {
        model.config = parseJsonObject({reinterpret_cast<const char*>(file.header.data()), file.header.size()}, configFile);
    }
}

std::set<std::string, std::less<>> filesIn(const fs::path& folder) {
    std::set<std::string, std::less<>> names;
    for (const fs::path& entry : entriesOf(folder)) {
        names.insert(entry.filename().string());
    }
    return names;
}

} // namespace

const TensorInfo* WrittenModel::find(std::string_view name) const {
    const auto found = tensors.find(name);
    return found == tensors.end() ? nullptr : &found->second;
}

const nlohmann::json& WrittenModel::quantization() const {
    static const nlohmann::json none = nlohmann::json::object();
    for (const std::string_view key : {"quantization_config", "quantization"}) {
        if (const nlohmann::json* const found = member(config, key); found != nullptr && found->is_object()) {
            return *found;
        }
    }
    return none;
}

WrittenModel writtenModel(const Plan& plan) {
    WrittenModel model;
    model.container = plan.format->runtime() == Runtime::llamaCpp ? ContainerKind::gguf : ContainerKind::pytorch;
    for (const PlannedFile& file : plan.layout.files) {
        takeFile(model, file);
        model.files.insert(file.relativePath.generic_string());
    }
    return model;
}

WrittenModel readWrittenModel(const fs::path& path) {
    const Checkpoint checkpoint = openCheckpoint(path);
    WrittenModel model;
    model.container = checkpoint.kind();
    takeTensors(model, checkpoint.tensors());
    model.metadata = checkpoint.metadata();
    if (model.container != ContainerKind::gguf) {
        const fs::path folder = checkpoint.folder();
        model.config = readJsonObjectIfThere(folder / configFile, maxConfigBytes).value_or(nlohmann::json());
        model.files = filesIn(folder);
    }
    return model;
}

} // namespace quantlathe
