// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/lora_gguf.h"

#include "adapters/adapter_values.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_writer.h"
#include "convert/destination.h"
#include "model/authorship.h"
#include "model/model_id.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".gguf";
constexpr std::uint64_t writtenBytes = 1U << 20U; // at once, so that a cancellation is heard soon

Error notInGguf(const LoraAdapter& adapter, std::string title) {
    return badInput(adapter.folder, std::move(title),
                    say("Merge the adapter into its base with merge-lora, and convert the result."));
}

void requirePlainLora(const LoraAdapter& adapter) {
    if (!adapter.whole.empty()) {
        throw notInGguf(adapter, say("An adapter GGUF cannot hold {}, which was trained as a whole",
                                     escapeForDisplay(adapter.whole.front().name)));
    }
    for (const LoraModule& module : adapter.modules) {
        if (module.magnitude) {
            throw notInGguf(adapter, say("An adapter GGUF cannot hold DoRA"));
        }
        if (module.bias) {
            throw notInGguf(adapter, say("An adapter GGUF cannot hold the bias of {}", escapeForDisplay(module.name)));
        }
    }
}

/// For each weight of the base in its GGUF form the modules of its tensors, and that nothing is left over.
std::vector<AdapterMatrix> matricesOf(const MergePlan& match) {
    std::map<std::size_t, std::size_t> moduleOf; // by tensor of the base
    for (const MergedTensor& merged : match.merged) {
        moduleOf.emplace(merged.tensor, *merged.module);
    }
    std::map<std::size_t, bool> isTaken; // by tensor
    std::vector<AdapterMatrix> matrices;
    for (const Weight& weight : match.base->weights()) {
        std::vector<std::size_t> modules;
        for (const std::size_t tensor : weight.tensors) {
            if (const auto found = moduleOf.find(tensor); found != moduleOf.end()) {
                modules.push_back(found->second);
                isTaken[tensor] = true;
            }
        }
        if (modules.empty()) {
            continue;
        }
        const std::uint64_t rank = match.adapter.modules[modules.front()].rank;
        const bool isOneRank =
            std::ranges::all_of(modules, [&](std::size_t module) { return match.adapter.modules[module].rank == rank; });
        const bool isStack = weight.tensors.size() > 1;
        const bool isMixed = weight.transform.transposes && !weight.isStoredTransposed();
        if (modules.size() != weight.tensors.size() || !isOneRank || isMixed || !weight.keepsValues() ||
            (isStack && !weight.transform.isIdentity())) {
            throw notInGguf(match.adapter,
                            say("What the adapter does to {} has no form in an adapter GGUF", escapeForDisplay(weight.name)));
        }
        matrices.push_back({.weight = &weight, .modules = modules, .isB = false});
        matrices.push_back({.weight = &weight, .modules = std::move(modules), .isB = true});
    }
    for (const auto& [tensor, module] : moduleOf) {
        if (!isTaken[tensor]) {
            throw notInGguf(match.adapter, say("The GGUF form of the base has no {}",
                                               escapeForDisplay(match.base->checkpoint().tensors()[tensor].name)));
        }
    }
    return matrices;
}

/// llama.cpp multiplies every product by alpha / rank.
double sharedAlpha(const LoraAdapter& adapter) {
    const auto alphaOf = [](const LoraModule& module) { return module.scaling * static_cast<double>(module.rank); };
    const double first = alphaOf(adapter.modules.front());
    const bool isShared = std::ranges::all_of(adapter.modules, [&](const LoraModule& each) {
        return static_cast<float>(alphaOf(each)) == static_cast<float>(first);
    });
    const double alpha = isShared ? first : adapter.config.alpha();
    if (alpha == 0) { // which llama.cpp takes for a scale of 1
        throw notInGguf(adapter, say("An adapter GGUF cannot say that alpha is 0"));
    }
    return alpha;
}

std::uint64_t rowsOf(const AdapterMatrix& matrix) {
    return matrix.weight->rows() / matrix.modules.size();
}

bool isEmbedding(const MergePlan& match, const AdapterMatrix& matrix) {
    return match.adapter.modules[matrix.modules.front()].isEmbedding;
}

std::vector<std::uint64_t> shapeOf(const MergePlan& match, const AdapterMatrix& matrix) {
    const std::uint64_t rank = match.adapter.modules[matrix.modules.front()].rank;
    std::vector<std::uint64_t> shape;
    if (matrix.modules.size() > 1) {
        shape.push_back(matrix.modules.size());
    }
    if (isEmbedding(match, matrix)) { // of the tokens' rows both matrices have the rank inside
        shape.insert(shape.end(), {matrix.isB ? matrix.weight->columns() : rowsOf(matrix), rank});
    } else if (matrix.isB) {
        shape.insert(shape.end(), {rowsOf(matrix), rank});
    } else {
        shape.insert(shape.end(), {rank, matrix.weight->columns()});
    }
    return shape;
}

/// Elements of the two products together, which tell a size in the folder's name from something else.
std::uint64_t coveredWeights(std::span<const AdapterMatrix> matrices) {
    std::uint64_t sum = 0;
    for (const AdapterMatrix& matrix : matrices) {
        sum += matrix.isB ? 0 : matrix.weight->elements();
    }
    return sum;
}

Metadata metadataOf(const AdapterGgufPlan& plan) {
    Metadata metadata;
    metadata.insert("general.architecture", plan.match.base->architecture());
    metadata.insert("general.type", std::string("adapter"));
    metadata.insert("adapter.type", std::string("lora"));
    const std::uint64_t covered = coveredWeights(plan.matrices);
    addGeneralKeys(plan.match.adapter.folder, nlohmann::json::object(), {.total = covered}, metadata);
    if (metadata.string("general.size_label") == sizeLabel(covered)) { // no size of the adapter, and none in its name
        metadata.erase("general.size_label");
    }
    metadata.insert("adapter.lora.alpha", static_cast<float>(plan.alpha));
    metadata.insert("general.quantization_version", std::uint32_t{2});
    return metadata;
}

OutputLayout layOut(const AdapterGgufPlan& plan) {
    std::vector<GgufTensor> tensors;
    for (const AdapterMatrix& matrix : plan.matrices) {
        tensors.push_back({.name = matrix.weight->name + (matrix.isB ? ".lora_b" : ".lora_a"),
                           .type = ElementType::F32,
                           .shape = shapeOf(plan.match, matrix)});
    }
    GgufLayout file = layOutGguf(metadataOf(plan), tensors);
    OutputLayout layout;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        layout.pieces.push_back({.choice = i, .file = 0, .offset = file.offsets[i], .bytes = file.sizes[i]});
    }
    layout.files.push_back({.relativePath = {}, .header = std::move(file.header), .bytes = file.fileBytes});
    return layout;
}

/// The matrices' values in the order of the file.
class Values {
public:
    explicit Values(const AdapterGgufPlan& plan) : plan_(plan), files_(*plan.match.adapter.checkpoint) {}

    void requireUnchanged() const { files_.checkUnchanged(); }

    [[nodiscard]] std::vector<float> of(const AdapterMatrix& matrix) const {
        std::vector<float> all;
        for (const std::size_t module : matrix.modules) {
            const std::vector<float> one = matrix.isB ? rowsOfB(matrix, module) : columnsOfA(matrix, module);
            all.insert(all.end(), one.begin(), one.end());
        }
        return all;
    }

private:
    [[nodiscard]] std::vector<float> stored(std::size_t tensor) const {
        return allNumbers(files_, *plan_.match.adapter.checkpoint, tensor);
    }

    /// In the order of the weight's outputs, times what the module's scaling has beyond that of all.
    [[nodiscard]] std::vector<float> rowsOfB(const AdapterMatrix& matrix, std::size_t index) const {
        const LoraModule& module = plan_.match.adapter.modules[index];
        std::vector<float> b = stored(module.b);
        const auto rank = static_cast<double>(module.rank);
        if (const auto factor = static_cast<float>(module.scaling * rank / plan_.alpha); factor != 1) {
            std::ranges::transform(b, b.begin(), [factor](float value) { return value * factor; });
        }
        const RowTransform& transform = matrix.weight->transform;
        if (module.isEmbedding || !transform.picksRows()) {
            return b;
        }
        std::vector<float> picked;
        for (std::uint64_t row = 0; row < rowsOf(matrix); ++row) {
            const auto from = b.begin() + static_cast<std::ptrdiff_t>(transform.sourceRow(row) * module.rank);
            picked.insert(picked.end(), from, from + static_cast<std::ptrdiff_t>(module.rank));
        }
        return picked;
    }

    /// With the weight's inputs; of an embedding a row for each token.
    [[nodiscard]] std::vector<float> columnsOfA(const AdapterMatrix& matrix, std::size_t index) const {
        const LoraModule& module = plan_.match.adapter.modules[index];
        std::vector<float> a = stored(module.a);
        const RowTransform& transform = matrix.weight->transform;
        const std::uint64_t stride = a.size() / module.rank;
        std::vector<float> values;
        values.reserve(a.size());
        if (module.isEmbedding) {
            for (std::uint64_t token = 0; token < rowsOf(matrix); ++token) {
                for (std::uint64_t k = 0; k < module.rank; ++k) {
                    values.push_back(a[static_cast<std::size_t>(k * stride + transform.sourceRow(token))]);
                }
            }
            return values;
        }
        if (!transform.picksColumns()) {
            return a;
        }
        for (std::uint64_t k = 0; k < module.rank; ++k) {
            for (std::uint64_t column = 0; column < matrix.weight->columns(); ++column) {
                values.push_back(a[static_cast<std::size_t>(k * stride + transform.sourceColumn(column))]);
            }
        }
        return values;
    }

    const AdapterGgufPlan& plan_;
    SourceFiles files_;
};

void writeAll(const AdapterGgufPlan& plan, const Values& values, DirectWriter& writer) {
    std::uint64_t total = 0;
    for (const OutputPiece& piece : plan.layout.pieces) {
        total += piece.bytes;
    }
    writer.progress().start(say("Copying"), total);
    std::vector<std::byte> scratch;
    for (const OutputPiece& piece : plan.layout.pieces) {
        const AdapterMatrix& matrix = plan.matrices[piece.choice];
        writer.progress().setItem(matrix.weight->name);
        const std::vector<float> floats = values.of(matrix);
        const std::span<const std::byte> bytes = std::as_bytes(std::span(floats));
        for (std::uint64_t offset = 0; offset < piece.bytes; offset += writtenBytes) {
            const std::uint64_t count = std::min(writtenBytes, piece.bytes - offset);
            writer.write(piece.file, piece.offset + offset,
                         bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(count)), scratch);
        }
    }
}

} // namespace

AdapterGgufPlan planAdapterGguf(std::shared_ptr<const Model> base, LoraAdapter adapter) {
    requirePlainLora(adapter);
    if (!base->understood()) {
        throw badInput(base->checkpoint().path(), say("The base has no form in GGUF: {}", *base->notUnderstood()),
                       say("The names in an adapter GGUF are those of the base's GGUF. Merge the adapter with merge-lora."));
    }
    AdapterGgufPlan plan{.match = planMerge(std::move(base), std::move(adapter)), .matrices = {}, .alpha = 0, .layout = {}};
    plan.matrices = matricesOf(plan.match);
    plan.alpha = sharedAlpha(plan.match.adapter);
    plan.layout = layOut(plan);
    return plan;
}

DirectReport writeAdapterGguf(const AdapterGgufPlan& plan, const fs::path& destination, bool replace, Progress& progress,
                              const CancelToken& cancel) {
    const std::vector<fs::path> read{plan.match.adapter.folder / "adapter_config.json"};
    requireOwnPlaces(writtenPaths(plan.layout, destination), read);
    checkOutputPlace(plan.match.base->checkpoint(), plan.layout, suffix, destination, replace);
    checkOutputPlace(*plan.match.adapter.checkpoint, plan.layout, suffix, destination, replace);
    const Values values(plan);
    const DirectJob job{.fill = [&](DirectWriter& writer) { writeAll(plan, values, writer); },
                        .requireUnchanged = [&] { values.requireUnchanged(); }};
    return writeDirectly(plan.layout, destination, replace, job, progress, cancel);
}

} // namespace quantlathe
