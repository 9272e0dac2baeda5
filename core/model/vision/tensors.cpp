// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vision/tensors.h"

#include "base/reason.h"
#include "base/text.h"
#include "base/words.h"
#include "model/usual_names.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <stdexcept>

namespace quantlathe {
namespace {

using VisionShape = std::vector<std::uint64_t>;

/// Why the tensors are no such image part; never leaves this file.
class VisionMisfit : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

constexpr std::array visionTypes{ElementType::F64,  ElementType::F32,     ElementType::F16,
                                 ElementType::BF16, ElementType::F8_E4M3, ElementType::F8_E5M2};
constexpr std::array<std::string_view, 4> boundNames{".input_max", ".input_min", ".output_max", ".output_min"};
constexpr std::string_view embeddingName = "embed_tokens.weight";

std::uint64_t sizeOf(VisionSize size, const VisionSizes& sizes, std::uint64_t stored) {
    switch (size) {
    case VisionSize::none:
    case VisionSize::any: return stored;
    case VisionSize::two: return 2;
    case VisionSize::channels: return 3;
    case VisionSize::hidden: return sizes.hidden;
    case VisionSize::feedForward: return sizes.feedForward;
    case VisionSize::queryRows: return sizes.heads * sizes.headSize;
    case VisionSize::keyRows: return sizes.kvHeads * sizes.headSize;
    case VisionSize::fusedRows: return 3 * sizes.heads * sizes.headSize;
    case VisionSize::headSize: return sizes.headSize;
    case VisionSize::patch: return sizes.patch;
    case VisionSize::patchValues: return 3 * sizes.patch * sizes.patch;
    case VisionSize::mergedHidden: return sizes.hidden * sizes.merge * sizes.merge;
    case VisionSize::text: return sizes.text;
    }
    return stored;
}

/// The shape that the tensor must have, its own numbers where any will do.
VisionShape expectedShape(const VisionRule& rule, bool isBias, const VisionSizes& sizes, const VisionShape& stored) {
    VisionShape expected;
    for (const VisionSize size : rule.shape) {
        if (size != VisionSize::none && !(isBias && !expected.empty())) {
            const std::size_t place = expected.size();
            expected.push_back(sizeOf(size, sizes, place < stored.size() ? stored[place] : 1));
        }
    }
    return expected;
}

/// Of kernels [outputs, inputs, 2, height, width] those over one of the two pictures.
void pickFrame(Weight& weight, std::uint64_t frame) {
    VisionShape& shape = weight.shape;
    const std::uint64_t height = shape[3];
    weight.transform = pickedRows(shape[0] * shape[1], 2 * height, frame * height, height);
    shape.erase(shape.begin() + 2);
}

void pickThird(Weight& weight, std::uint64_t part) {
    std::uint64_t& rows = weight.shape.front();
    rows /= 3;
    weight.transform = pickedRows(1, 3 * rows, part * rows, rows);
}

/// Rows of pixels [height · width, 3] become [3, height, width].
void separateColours(Weight& weight, std::uint64_t patch) {
    const std::uint64_t outputs = weight.shape.front();
    weight.transform = transposedMatrix();
    weight.shape = {outputs, 3, patch * patch};
}

void applyVisionChange(Weight& weight, VisionChange change, const VisionSizes& sizes) {
    switch (change) {
    case VisionChange::none: break;
    case VisionChange::interleaveHeads: weight.transform = interleavedHeads(weight.shape.front(), sizes.heads); break;
    case VisionChange::firstFrame: pickFrame(weight, 0); break;
    case VisionChange::secondFrame: pickFrame(weight, 1); break;
    case VisionChange::queryPart: pickThird(weight, 0); break;
    case VisionChange::keyPart: pickThird(weight, 1); break;
    case VisionChange::valuePart: pickThird(weight, 2); break;
    case VisionChange::planes: separateColours(weight, sizes.patch); break;
    case VisionChange::breakRow: {
        const std::uint64_t rows = weight.shape.front();
        const std::uint64_t width = weight.shape.back();
        weight.shape = {width};
        weight.transform = pickedRows(1, rows * width, sizes.breakToken * width, width);
        break;
    }
    }
}

/// What a stored name says.
struct VisionName {
    std::string_view rest;                // behind the number, where there is one
    std::span<const VisionRules> groups;  // where it may be found
    std::string target;                   // what stands before a rule's target
    std::optional<std::uint32_t> layer{}; // of a layer
};

class VisionMapper {
public:
    VisionMapper(const LogicalTensors& logical, const VisionTower& tower, const VisionSizes& sizes)
        : logical_(logical), tower_(tower), sizes_(sizes), taps_{tower.tapTensors} {}

    std::vector<Weight> map() {
        std::vector<std::size_t> order(logical_.tensors.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        // The reference walks the files by name and the tensors of each by name.
        std::ranges::sort(order, {}, [&](std::size_t index) {
            const TensorInfo& tensor = logical_.tensors[index];
            return std::pair<std::size_t, std::string_view>(tensor.file, tensor.name);
        });
        for (const std::size_t index : order) {
            if (const auto name = usualName(logical_.tensors[index].name)) {
                add(index, *name);
            }
        }
        checkNothingIsMissing();
        return std::move(weights_);
    }

private:
    [[noreturn]] static void misfits(const std::string& why) { throw VisionMisfit(why); }

    /// The name as the table has it; nothing if the tensor is no part of what becomes the file.
    [[nodiscard]] std::optional<std::string> usualName(std::string_view stored) const {
        if (tower_.endsRows && stored.ends_with(embeddingName)) {
            return std::string(embeddingName);
        }
        constexpr std::string_view whole = "model.";
        std::string name(stored.substr(stored.starts_with(whole) ? whole.size() : 0));
        const auto startsSo = [&](std::string_view root) { return name.starts_with(root); };
        if (std::ranges::none_of(tower_.roots, startsSo)) {
            return std::nullopt;
        }
        for (const std::string_view cut : tower_.cuts) {
            if (const std::size_t at = name.find(cut); at != std::string::npos) {
                name.erase(at, cut.size());
            }
        }
        const auto holds = [&](std::string_view part) { return name.find(part) != std::string::npos; };
        return std::ranges::any_of(tower_.drops, holds) ? std::nullopt : std::optional(name);
    }

    [[nodiscard]] VisionName takeApart(std::string_view name, std::string_view shown) const {
        std::string_view rest = name;
        if (name.starts_with(tower_.layerPrefix)) {
            rest.remove_prefix(tower_.layerPrefix.size());
            if (const auto layer = takeNumber(rest)) {
                if (*layer >= sizes_.layers) {
                    misfits(say("{} belongs to layer {}, the image part has {} layers", shown, *layer, sizes_.layers));
                }
                return {rest, tower_.layerTensors, fmt::format("v.blk.{}.", *layer), layer};
            }
        } else if (!tower_.tapPrefix.empty() && name.starts_with(tower_.tapPrefix)) {
            rest.remove_prefix(tower_.tapPrefix.size());
            if (const auto tap = takeNumber(rest)) {
                if (*tap >= sizes_.taps.size()) {
                    misfits(say("{} is merger {} of layers between, config.json names {} of them", shown, *tap,
                                sizes_.taps.size()));
                }
                return {rest, taps_, fmt::format("v.deepstack.{}.", sizes_.taps[*tap]), {}};
            }
        }
        return {name, tower_.modelTensors, {}, {}};
    }

    void add(std::size_t index, std::string_view name) {
        const std::string shown = escapeForDisplay(logical_.tensors[index].name);
        const VisionName parts = takeApart(name, shown);
        bool isKnown = false;
        for (const VisionRules& rules : parts.groups) {
            for (const VisionRule& rule : rules) {
                isKnown = tryRule(index, parts, rule) || isKnown;
            }
        }
        if (!isKnown) {
            misfits(say("{} has no place in an image part of {}", shown, tower_.hfClass));
        }
    }

    bool tryRule(std::size_t index, const VisionName& name, const VisionRule& rule) {
        if (!name.rest.starts_with(rule.source)) {
            return false;
        }
        const std::string_view end = name.rest.substr(rule.source.size());
        const bool isBias = end == ".bias";
        const bool isBound = rule.hasBounds && std::ranges::find(boundNames, end) != boundNames.end();
        const bool fits = rule.isWholeName ? end.empty() : end == ".weight" || isBound || (isBias && rule.bias != Bias::none);
        if (fits) {
            place(index, name, rule, fmt::format("{}{}{}", name.target, rule.target, end), isBias, isBound);
        }
        return fits;
    }

    void place(std::size_t index, const VisionName& name, const VisionRule& rule, std::string target, bool isBias,
               bool isBound) {
        const TensorInfo& tensor = logical_.tensors[index];
        const std::string shown = escapeForDisplay(tensor.name);
        if (std::ranges::find(visionTypes, tensor.type) == visionTypes.end()) {
            misfits(say("{} is stored as {}, expected floating-point numbers", shown, info(tensor.type).name));
        }
        const VisionShape expected = isBound ? VisionShape{} : expectedShape(rule, isBias, sizes_, tensor.shape);
        const bool isSingle = isBound && tensor.shape == VisionShape{1}; // or without a dimension
        if (tensor.shape != expected && !isSingle) {
            misfits(say("{} has the shape [{}], by config.json it should be [{}]", shown, fmt::join(tensor.shape, ", "),
                        fmt::join(expected, ", ")));
        }
        if (!targets_.insert(target).second) {
            misfits(say("{} is there twice, {} being the second", target, shown));
        }
        Weight weight;
        weight.name = std::move(target);
        weight.sourceName = tensor.name;
        weight.tensors = {index};
        weight.isBias = isBias;
        weight.layer = name.layer;
        weight.storedType = tensor.type;
        weight.shape = isBound ? VisionShape{1} : tensor.shape;
        weight.addend = isBias ? 0 : rule.addend;
        const bool movesValues = rule.change == VisionChange::breakRow || rule.change == VisionChange::planes;
        if (movesValues && logical_.sources[index].packed) {
            misfits(say("{} is quantized, its values cannot change places", shown));
        }
        if (rule.change == VisionChange::breakRow && sizes_.breakToken >= tensor.shape.front()) {
            misfits(say("{} has {} rows, none for token {}", shown, tensor.shape.front(), sizes_.breakToken));
        }
        if (!isBound) {
            applyVisionChange(weight, rule.change, sizes_);
        }
        resolve(weight, logical_);
        weights_.push_back(std::move(weight));
    }

    void checkRules(std::span<const VisionRules> groups, const std::string& target, const std::string& source) const {
        for (const VisionRules& rules : groups) {
            for (const VisionRule& rule : rules) {
                const auto check = [&](std::string_view end) {
                    if (!targets_.contains(fmt::format("{}{}{}", target, rule.target, end))) {
                        misfits(say("{}{}{} is missing, which an image part of {} needs", source, rule.source, end,
                                    tower_.hfClass));
                    }
                };
                if (!rule.isOptional) {
                    check(rule.isWholeName ? "" : ".weight");
                }
                if (rule.bias == Bias::needed) {
                    check(".bias");
                }
            }
        }
    }

    void checkNothingIsMissing() const {
        checkRules(tower_.modelTensors, {}, {});
        for (std::uint32_t layer = 0; layer < sizes_.layers; ++layer) {
            checkRules(tower_.layerTensors, fmt::format("v.blk.{}.", layer), fmt::format("{}{}.", tower_.layerPrefix, layer));
        }
        for (std::size_t tap = 0; tap < sizes_.taps.size(); ++tap) {
            checkRules(taps_, fmt::format("v.deepstack.{}.", sizes_.taps[tap]), fmt::format("{}{}.", tower_.tapPrefix, tap));
        }
    }

    const LogicalTensors& logical_;
    const VisionTower& tower_;
    const VisionSizes& sizes_;
    std::array<VisionRules, 1> taps_;
    std::set<std::string> targets_;
    std::vector<Weight> weights_;
};

} // namespace

VisionWeights mapVision(const LogicalTensors& logical, const VisionTower& tower, const VisionSizes& sizes) {
    try {
        return {VisionMapper(logical, tower, sizes).map(), {}};
    } catch (const VisionMisfit& misfit) {
        return {{}, withoutFullStop(misfit.what())};
    }
}

} // namespace quantlathe
