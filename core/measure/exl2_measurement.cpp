// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/exl2_measurement.h"

#include "base/file.h"
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace quantlathe::exl2 {
namespace {

using namespace plan_json;

constexpr int deepestNesting = 8; // the layout needs seven
constexpr std::size_t mostOptions = 1024;
constexpr std::uint32_t mostLayers = 1U << 16U;
constexpr std::uint64_t mostBits = 1ULL << 53U;
constexpr std::uint64_t largestGroup = 1U << 15U;
constexpr std::uint64_t bitsOfScales = 4; // nothing else was ever written
constexpr std::string_view refusal = words("This is no valid measurement of ExLlamaV2's");
constexpr std::string_view layersPrefix = "model.layers.";
constexpr double hundred = 100;

struct KindName {
    BlockKind kind;
    std::string_view mode;
};
constexpr std::array kindNames{KindName{BlockKind::attention, "self_attn"}, KindName{BlockKind::feedForward, "mlp"},
                               KindName{BlockKind::experts, "block_sparse_moe"}};

std::string_view modeOf(BlockKind kind) {
    return std::ranges::find(kindNames, kind, &KindName::kind)->mode;
}

const Json& memberOf(const Json& object, const char* key, const Place& place) {
    if (!object.is_object()) {
        place.refuse(say("must be an object."));
    }
    const auto found = object.find(key);
    if (found == object.end()) {
        place.refuse(say("has no key {}.", key));
    }
    return *found;
}

const Json& listAt(const Json& value, std::size_t most, const Place& place) {
    if (!value.is_array() || value.empty() || value.size() > most) {
        place.refuse(say("must be a list of 1 to {} values.", most));
    }
    return value;
}

std::uint64_t countAt(const Json& value, std::uint64_t most, const Place& place) {
    // Python writes whole numbers that came out of a division with a point.
    const double number = value.is_number() ? value.get<double>() : -1;
    if (!(number >= 0) || number > static_cast<double>(most) || number != std::floor(number)) {
        place.refuse(say("must be a whole number from 0 to {}.", groupedDigits(most)));
    }
    return static_cast<std::uint64_t>(number);
}

/// One size for all widths, or one for each.
std::uint32_t groupAt(const Json& value, std::uint32_t bits, const Place& place) {
    const Place here = place.at("group_size");
    const std::string key = std::to_string(bits);
    const bool isEach = value.is_object();
    const std::uint64_t group =
        isEach ? countAt(memberOf(value, key.c_str(), here), largestGroup, here.at(key)) : countAt(value, largestGroup, here);
    if (group == 0 || group % inputsTogether != 0) {
        here.refuse(say("must be multiples of {}.", inputsTogether));
    }
    return static_cast<std::uint32_t>(group);
}

std::uint32_t percentAt(const Json& value, const Place& place) {
    constexpr double tolerance = 1e-6;
    const double percent = value.is_number() ? value.get<double>() * hundred : 0;
    const double whole = std::round(percent);
    if (!(whole >= 1 && whole <= hundred) || std::fabs(percent - whole) > tolerance) {
        place.refuse(say("must be a share in whole hundredths, from 0.01 to 1."));
    }
    return static_cast<std::uint32_t>(whole);
}

std::vector<Run> runsAt(const Json& value, const Place& place) {
    const Json& bits = listAt(memberOf(value, "bits", place), bitWidths.size(), place.at("bits"));
    const Json& shares = listAt(memberOf(value, "bits_prop", place), bitWidths.size(), place.at("bits_prop"));
    if (bits.size() != shares.size()) {
        place.at("bits_prop").refuse(say("must have as many values as there are widths."));
    }
    if (countAt(memberOf(value, "scale_bits", place), bitsOfScales, place.at("scale_bits")) != bitsOfScales) {
        place.at("scale_bits").refuse(say("must be {}.", bitsOfScales));
    }
    std::vector<Run> runs;
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bits.size(); ++i) {
        Run run;
        const Place width = place.at("bits").at(i);
        run.bits = static_cast<std::uint32_t>(countAt(bits[i], bitWidths.front(), width));
        if (std::ranges::find(bitWidths, run.bits) == bitWidths.end() || (i > 0 && run.bits >= runs.back().bits)) {
            width.refuse(say("must be 8, 6, 5, 4, 3 or 2, from wide to narrow."));
        }
        run.group = groupAt(memberOf(value, "group_size", place), run.bits, place);
        run.percent = percentAt(shares[i], place.at("bits_prop").at(i));
        sum += run.percent;
        runs.push_back(run);
    }
    if (sum != static_cast<std::uint32_t>(hundred)) {
        place.at("bits_prop").refuse(say("must add up to 1."));
    }
    runs.back().percent = Run{}.percent;
    return runs;
}

MeasuredOption optionAt(const Json& value, BlockKind kind, const Place& place) {
    MeasuredOption option;
    const Json& accuracy = memberOf(value, "accuracy", place);
    option.accuracy = accuracy.is_number() ? accuracy.get<double>() : -1;
    if (!(option.accuracy >= 0 && option.accuracy <= 1)) {
        place.at("accuracy").refuse(say("must be a number from 0 to 1."));
    }
    option.bits = countAt(memberOf(value, "total_bits", place), mostBits, place.at("total_bits"));
    const std::vector<std::string_view> projections = projectionsOf(kind);
    for (const auto& [key, item] : value.items()) {
        const bool isMatrix = std::ranges::find(projections, key) != projections.end();
        if (!isMatrix && key != "accuracy" && key != "total_bits") {
            place.at(key).refuse(say("is an unknown key."));
        }
    }
    for (const std::string_view projection : projections) {
        if (const auto found = value.find(projection); found != value.end()) {
            option.matrices.push_back({std::string(projection), runsAt(*found, place.at(projection))});
        }
    }
    return option;
}

struct BlockName {
    std::uint32_t layer = 0;
    BlockKind kind = BlockKind::attention;
};

/// "language_model.model.layers.3.self_attn": multimodal models have something before it.
std::optional<BlockName> blockNamed(std::string_view key) {
    const std::size_t start = key.find(layersPrefix);
    if (start == std::string_view::npos || (start > 0 && key[start - 1] != '.')) {
        return std::nullopt;
    }
    BlockName name;
    const char* const digits = key.data() + start + layersPrefix.size();
    const char* const keyEnd = key.data() + key.size();
    const auto [end, error] = std::from_chars(digits, keyEnd, name.layer);
    if (error != std::errc() || end == keyEnd || *end != '.' || name.layer >= mostLayers) {
        return std::nullopt;
    }
    const std::string_view mode(end + 1, static_cast<std::size_t>(keyEnd - end - 1));
    const auto* const found = std::ranges::find(kindNames, mode, &KindName::mode);
    if (found == kindNames.end()) {
        return std::nullopt;
    }
    name.kind = found->kind;
    return name;
}

MeasuredBlock blockAt(const BlockName& name, const Json& value, const Place& place) {
    MeasuredBlock block{.layer = name.layer, .kind = name.kind, .options = {}};
    const Json& options = listAt(value, mostOptions, place);
    for (std::size_t i = 0; i < options.size(); ++i) {
        block.options.push_back(optionAt(options[i], block.kind, place.at(i)));
        const auto& own = block.options.back().matrices;
        if (own.empty() || !std::ranges::equal(own, block.options.front().matrices, {}, &MeasuredMatrix::projection,
                                               &MeasuredMatrix::projection)) {
            place.at(i).refuse(say("must have settings of the same matrices as the first one."));
        }
    }
    return block;
}

auto placeOf(const MeasuredBlock& block) {
    return std::pair(block.layer, block.kind);
}

OrderedJson runsJson(const std::vector<Run>& runs) {
    OrderedJson groups = OrderedJson::object();
    OrderedJson bits = OrderedJson::array();
    OrderedJson shares = OrderedJson::array();
    std::uint32_t left = Run{}.percent;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::uint32_t percent = i + 1 < runs.size() ? runs[i].percent : left;
        left -= percent;
        groups[std::to_string(runs[i].bits)] = runs[i].group;
        bits.push_back(runs[i].bits);
        shares.push_back(percent / hundred);
    }
    return {{"group_size", std::move(groups)},
            {"bits", std::move(bits)},
            {"bits_prop", std::move(shares)},
            {"scale_bits", bitsOfScales}};
}

} // namespace

std::vector<std::string_view> projectionsOf(BlockKind kind) {
    switch (kind) {
    case BlockKind::attention: return {"q_proj", "k_proj", "v_proj", "o_proj"};
    case BlockKind::feedForward: return {"gate_proj", "up_proj", "down_proj"};
    case BlockKind::experts: return {"w1", "w3", "w2"};
    }
    return {};
}

std::string keyOf(std::uint32_t layer, BlockKind kind) {
    return fmt::format("{}{}.{}", layersPrefix, layer, modeOf(kind));
}

std::string measurementJson(const Measurement& measurement) {
    OrderedJson blocks = OrderedJson::object();
    for (const MeasuredBlock& block : measurement.blocks) {
        OrderedJson options = OrderedJson::array();
        for (const MeasuredOption& option : block.options) {
            OrderedJson json{{"accuracy", option.accuracy}, {"total_bits", option.bits}};
            for (const MeasuredMatrix& matrix : option.matrices) {
                json[matrix.projection] = runsJson(matrix.runs);
            }
            options.push_back(std::move(json));
        }
        blocks[keyOf(block.layer, block.kind)] = std::move(options);
    }
    // Modules that nothing is measured of; the converter has them, too.
    blocks["model.norm.norm"] = nullptr;
    blocks["lm_head.linear"] = nullptr;
    const OrderedJson json{{"measurement", std::move(blocks)}, {"last_module_idx", measurement.lastModule}};
    return json.dump(1, ' ', true) + '\n';
}

Measurement parseMeasurement(std::string_view json, const std::filesystem::path& file) {
    const Place root(file, refusal);
    const Json value = parsedJson(json, root, mostJsonBytes, deepestNesting);
    const Json& modules = memberOf(value, "measurement", root);
    const Place place = root.at("measurement");
    if (!modules.is_object()) {
        place.refuse(say("must be an object."));
    }
    Measurement measurement;
    measurement.lastModule = countAt(memberOf(value, "last_module_idx", root), mostBits, root.at("last_module_idx"));
    for (const auto& [key, item] : modules.items()) {
        if (item.is_null()) {
            continue; // a norm, the output matrix
        }
        const auto name = blockNamed(key);
        if (!name) {
            place.at(key).refuse(say("is of a kind that is not known here."));
        }
        measurement.blocks.push_back(blockAt(*name, item, place.at(key)));
    }
    std::ranges::sort(measurement.blocks, {}, placeOf);
    const auto twice = std::ranges::adjacent_find(measurement.blocks, {}, placeOf);
    if (twice != measurement.blocks.end()) {
        place.refuse(say("has {} twice.", keyOf(twice->layer, twice->kind)));
    }
    return measurement;
}

Measurement readMeasurement(const std::filesystem::path& file) {
    return parseMeasurement(readTextFile(file, mostJsonBytes), file);
}

} // namespace quantlathe::exl2
