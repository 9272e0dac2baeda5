// SPDX-License-Identifier: GPL-3.0-or-later
#include "consumers/linear_modules.h"

#include "formats/stored_matrices.h"
#include "model/tensor_names.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t wordBits = 32;

/// The tensors of one layer, by what stands behind its path.
class Layer {
public:
    Layer(const WrittenModel& model, std::string_view path) : model_(model), path_(path) {}
    [[nodiscard]] std::uint64_t side(std::string_view suffix, std::size_t which) const {
        const TensorInfo* const tensor = find(suffix);
        return tensor != nullptr && which < tensor->shape.size() ? tensor->shape[which] : 0;
    }
    [[nodiscard]] const TensorInfo* find(std::string_view suffix) const {
        return model_.find(fmt::format("{}{}", path_, suffix));
    }

private:
    const WrittenModel& model_;
    std::string_view path_;
};

std::uint64_t ratio(std::uint64_t whole, std::uint64_t part) {
    return part == 0 ? 0 : whole / part;
}

std::string groupedScheme(std::uint64_t bits, std::uint64_t group) {
    return group == 0 ? fmt::format("int{}", bits) : fmt::format("int{} g{}", bits, group);
}

/// 0 for a single group: whole rows.
std::uint64_t groupOf(std::uint64_t columns, std::uint64_t groups) {
    return groups <= 1 ? 0 : (columns + groups - 1) / groups;
}

void readGptq(const Layer& layer, LinearModule& module) {
    module.rows = layer.side(".qweight", 1);
    module.bits = ratio(layer.side(".qzeros", 1) * wordBits, module.rows);
    module.columns = ratio(layer.side(".qweight", 0) * wordBits, module.bits);
    module.group = groupOf(module.columns, layer.side(".scales", 0));
    module.scheme = groupedScheme(module.bits, module.group);
}

void readAwq(const Layer& layer, LinearModule& module) {
    module.rows = layer.side(".scales", 1);
    module.columns = layer.side(".qweight", 0);
    module.bits = ratio(layer.side(".qweight", 1) * wordBits, module.rows);
    module.group = groupOf(module.columns, layer.side(".scales", 0));
    module.scheme = groupedScheme(module.bits, module.group);
}

/// What is packed tells its bits in config.json alone.
void readCompressed(const Layer& layer, LinearModule& module) {
    const TensorInfo* const packed = layer.find(".weight_packed");
    const TensorInfo* const stored = packed != nullptr ? packed : layer.find(".weight");
    if (stored == nullptr) {
        return;
    }
    module.rows = layer.side(packed != nullptr ? ".weight_packed" : ".weight", 0);
    module.columns = stored->columns() * (packed != nullptr && stored->type == ElementType::U8 ? 2 : 1);
    const std::uint64_t groups = layer.side(".weight_scale", 1);
    module.scheme =
        fmt::format("{} {}×{}", info(stored->type).name, ratio(stored->columns(), std::max<std::uint64_t>(groups, 1)), groups);
}

void readRowWiseFp8(const Layer& layer, LinearModule& module) {
    module.rows = layer.side(".weight", 0);
    module.columns = layer.side(".weight", 1);
    module.bits = 8;
    module.scheme = "fp8";
}

void readTorchao(const Layer& layer, LinearModule& module) {
    module.rows = layer.side("._weight_qdata", 0);
    module.columns = 2 * layer.side("._weight_qdata", 1);
    module.bits = 4;
    module.group = groupOf(module.columns, layer.side("._weight_scale", 0));
    module.scheme = groupedScheme(module.bits, module.group);
}

void readExl2(const Layer& layer, LinearModule& module) {
    module.rows = layer.side(".q_weight", 1);
    module.columns = layer.side(".q_invperm", 0);
    module.scheme = "EXL2";
}

void readAqlm(const Layer& layer, LinearModule& module) {
    module.rows = layer.side(".codes", 0) * layer.side(".codebooks", 2);
    module.group = layer.side(".codebooks", 3);
    module.columns = layer.side(".codes", 1) * module.group;
    std::uint64_t bits = 0;
    for (std::uint64_t entries = layer.side(".codebooks", 1); entries > 1; entries /= 2) {
        ++bits;
    }
    module.scheme = fmt::format("{}x{} g{}", layer.side(".codebooks", 0), bits, module.group);
}

void readSpqr(const Layer& layer, LinearModule& module) {
    const std::uint64_t offsets = layer.side(".row_offsets", 0);
    module.rows = offsets == 0 ? 0 : offsets - 1;
    module.columns = ratio(layer.side(".dense_weights", 0) * 16, module.rows);
    module.bits = 3;
    module.scheme = "SpQR";
}

void readHqq(const Layer&, LinearModule& module) {
    module.scheme = "HQQ";
}

void readBitsandbytes(const Layer& layer, LinearModule& module) {
    module.bits = layer.find(".SCB") != nullptr ? 8 : 4;
    module.scheme = fmt::format("int{}", module.bits);
}

/// By what a layer is known, and how the rest is read.
struct Marker {
    std::string_view method;
    std::string_view suffix;
    void (*read)(const Layer&, LinearModule&);
};
constexpr std::array markers{
    Marker{"gptq", ".qweight", readGptq},
    Marker{"awq", ".qweight", readAwq},
    Marker{"compressed-tensors", ".weight_packed", readCompressed},
    Marker{"compressed-tensors", ".weight_scale", readCompressed},
    Marker{"fbgemm_fp8", ".weight_scale", readRowWiseFp8},
    Marker{"torchao", "._weight_qdata", readTorchao},
    Marker{"exl2", ".q_weight", readExl2},
    Marker{"aqlm", ".codes", readAqlm},
    Marker{"spqr", ".dense_weights", readSpqr},
    Marker{"hqq", ".W_q", readHqq},
    Marker{"bitsandbytes", ".SCB", readBitsandbytes},
    Marker{"bitsandbytes", ".weight.absmax", readBitsandbytes},
};

bool isFloat(ElementType type) {
    return type == ElementType::F32 || type == ElementType::F16 || type == ElementType::BF16;
}

/// Of the last part of a path.
bool isNoLinearLayer(std::string_view name) {
    constexpr std::array kinds{"norm", "embed", "conv", "router"};
    return name == "gate" || name == "wte" || name == "wpe" || name.starts_with("ln_") ||
           std::ranges::any_of(kinds, [&](std::string_view kind) { return name.find(kind) != std::string_view::npos; });
}

} // namespace

std::vector<LinearModule> encodedModules(const WrittenModel& model, std::string_view method) {
    std::vector<LinearModule> modules;
    for (const auto& [name, tensor] : model.tensors) {
        for (const Marker& marker : markers) {
            if (marker.method != method || !name.ends_with(marker.suffix)) {
                continue;
            }
            LinearModule module;
            module.path = name.substr(0, name.size() - marker.suffix.size());
            if (!modules.empty() && modules.back().path == module.path) {
                continue; // it has both marks
            }
            marker.read(Layer(model, module.path), module);
            modules.push_back(std::move(module));
        }
    }
    return modules;
}

std::vector<LinearModule> plainModules(const WrittenModel& model) {
    constexpr std::string_view ending = ".weight";
    std::vector<LinearModule> modules;
    for (const auto& [name, tensor] : model.tensors) {
        if (tensor.shape.size() != 2 || !isFloat(tensor.type) || !name.ends_with(ending)) {
            continue;
        }
        const std::string path = modulePath(name);
        const std::string_view last = std::string_view(path).substr(path.rfind('.') + 1);
        if (!isNoLinearLayer(last) && (layerInName(name) || last == "lm_head")) {
            modules.push_back({.path = path, .rows = tensor.shape[0], .columns = tensor.shape[1], .scheme = {}});
        }
    }
    return modules;
}

} // namespace quantlathe
