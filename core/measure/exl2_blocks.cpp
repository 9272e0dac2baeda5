// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/exl2_blocks.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/exl2/family.h"
#include "formats/exl2/exl2_format.h"

#include <algorithm>
#include <array>
#include <map>

namespace quantlathe::exl2 {
namespace {

struct RoleName {
    Role role;
    BlockKind kind;
    std::string_view projection;
};
constexpr auto roleNames = std::to_array<RoleName>({
    {Role::attnQ, BlockKind::attention, "q_proj"},
    {Role::attnK, BlockKind::attention, "k_proj"},
    {Role::attnV, BlockKind::attention, "v_proj"},
    {Role::attnOutput, BlockKind::attention, "o_proj"},
    {Role::ffnGate, BlockKind::feedForward, "gate_proj"},
    {Role::ffnUp, BlockKind::feedForward, "up_proj"},
    {Role::ffnDown, BlockKind::feedForward, "down_proj"},
    {Role::ffnGateExperts, BlockKind::experts, "w1"},
    {Role::ffnUpExperts, BlockKind::experts, "w3"},
    {Role::ffnDownExperts, BlockKind::experts, "w2"},
});

/// What the converter tries, by what its tables hold: for attention Q and K, V, and the output; for the network gate, up, down.
using Setting = std::array<std::string_view, 3>;
constexpr auto attentionSettings = std::to_array<Setting>({
    {"3G64.05-2G64", "3G64.05-2G64", "3G64.05-2G64"},
    {"3G64.10-2G64", "3G64.25-2G64", "3G64.10-2G64"},
    {"3G64.10-2G64", "4G128.10-3G128", "3G64.10-2G64"},
    {"3G64.10-2G64", "4G128.10-3G128", "4G128.10-3G128"},
    {"4G128.10-3G128", "4G128.10-3G128", "4G128.10-3G128"},
    {"4G128.10-3G128", "4G64.10-3G64", "4G128.10-3G128"},
    {"4G128", "4G128", "4G128"},
    {"4G128", "4G64", "4G128"},
    {"4G64", "4G32", "4G64"},
    {"4G32", "4G32", "4G32"},
    {"5G128.10-4G128", "5G64.10-4G64", "5G128.10-4G128"},
    {"5G64.10-4G64", "5G32.10-4G32", "5G64.10-4G64"},
    {"5G64.10-4G64", "5G64", "5G64.10-4G64"},
    {"5G32.10-4G32", "5G32", "5G32.10-4G32"},
    {"6G128.10-5G128", "6G128", "6G128.10-5G128"},
    {"6G32.10-5G32", "6G32", "6G32.10-5G32"},
    {"6G128", "6G128", "6G128"},
    {"6G32", "8G32", "6G32"},
    {"8G128", "8G128", "8G128"},
});
constexpr auto networkSettings = std::to_array<Setting>({
    {"3G64.05-2G64", "3G64.05-2G64", "6G32.05-3G64.20-2G64"},
    {"3G64.10-2G64", "3G64.25-2G64", "6G32.05-3G64.20-2G64"},
    {"3G64.10-2G64", "3G64.30-2G64", "5G32.05-3G32"},
    {"3G64.10-2G64", "3G64.30-2G64", "5G32.05-4G32"},
    {"4G128.10-3G128", "4G128.25-3G128", "8G32.05-4G128.10-3G128"},
    {"4G32.10-3G32", "4G32.25-3G32", "8G32.05-4G32.10-3G32"},
    {"4G32.10-3G32", "4G32.25-3G32", "8G32.05-4G128"},
    {"4G128", "4G32", "8G32.05-4G128"},
    {"4G32", "4G32", "8G32.05-4G32"},
    {"5G128.10-4G128", "5G128.25-4G128", "8G32.05-5G128.10-4G128"},
    {"5G32.10-4G32", "5G32.25-4G32", "8G32.05-5G32.10-4G32"},
    {"6G128.10-5G128", "6G128.25-5G128", "8G32.05-6G128.10-5G128"},
    {"6G32.10-5G32", "6G32.25-5G32", "8G32.05-6G32.10-5G32"},
    {"6G128", "6G128", "8G32.05-6G128"},
    {"8G128.10-6G128", "8G128.10-6G128", "8G128.15-6G128"},
    {"8G128.10-6G128", "8G128.10-6G128", "8G128"},
    {"8G128", "8G128", "8G128"},
});

/// Which of a setting's three a projection takes.
std::size_t columnOf(std::string_view projection) {
    if (projection == "v_proj" || projection == "up_proj" || projection == "w3") {
        return 1;
    }
    return projection == "o_proj" || projection == "down_proj" || projection == "w2" ? 2 : 0;
}

bool fits(const Model& model, const ModelBlock& block) {
    const Exl2Encoding& any = *offeredEncodings().front();
    return std::ranges::all_of(block.matrices,
                               [&](const BlockMatrix& matrix) { return !format().whyNot(model, *matrix.weight, any); });
}

} // namespace

std::uint64_t ModelBlock::values() const {
    std::uint64_t sum = 0;
    for (const BlockMatrix& matrix : matrices) {
        sum += matrix.weight->elements();
    }
    return sum;
}

std::vector<ModelBlock> blocksOf(const Model& model) {
    std::map<std::pair<std::uint32_t, BlockKind>, ModelBlock> blocks;
    for (const Weight& weight : model.weights()) {
        if (weight.role == Role::attnQkv && weight.dimensions() >= 2) {
            throw badInput(
                model.checkpoint().path(), say("ExLlamaV2's measurements do not fit this model"),
                say("{} holds several matrices in one, which ExLlamaV2 measures apart.", escapeForDisplay(weight.name)));
        }
        const auto* const found = std::ranges::find(roleNames, weight.role, &RoleName::role);
        if (found != roleNames.end() && weight.layer && !weight.isBias && weight.dimensions() >= 2) {
            ModelBlock& block = blocks[{*weight.layer, found->kind}];
            block.layer = *weight.layer;
            block.kind = found->kind;
            block.matrices.push_back({found->projection, &weight});
        }
    }
    std::vector<ModelBlock> result;
    for (auto& [place, block] : blocks) {
        const std::vector<std::string_view> order = projectionsOf(block.kind);
        std::ranges::sort(block.matrices, {}, [&](const BlockMatrix& matrix) {
            return std::ranges::find(order, matrix.projection) - order.begin();
        });
        if (fits(model, block)) {
            result.push_back(std::move(block));
        }
    }
    return result;
}

std::vector<std::vector<const Exl2Encoding*>> triedSettings(const ModelBlock& block) {
    const std::span<const Setting> settings = block.kind == BlockKind::attention ? std::span<const Setting>(attentionSettings)
                                                                                 : std::span<const Setting>(networkSettings);
    std::vector<std::vector<const Exl2Encoding*>> result;
    for (const Setting& setting : settings) {
        std::vector<const Exl2Encoding*> encodings;
        for (const BlockMatrix& matrix : block.matrices) {
            const std::string name = fmt::format("EXL2-{}", setting[columnOf(matrix.projection)]);
            encodings.push_back(dynamic_cast<const Exl2Encoding*>(encodingByName(name)));
        }
        if (result.empty() || result.back() != encodings) { // networks without a gate have fewer
            result.push_back(std::move(encodings));
        }
    }
    return result;
}

const Exl2Encoding* offeredEncoding(const std::vector<Run>& runs) {
    const auto offered = offeredEncodings();
    const auto found = std::ranges::find_if(offered, [&](const auto* encoding) { return encoding->layout().runs == runs; });
    return found == offered.end() ? nullptr : *found;
}

BlockBits bitsOf(const Model& model, const ModelBlock& block, std::span<const Exl2Encoding* const> encodings) {
    constexpr std::string_view suffix = ".weight";
    constexpr std::uint64_t bitsOfBias = 16;
    BlockBits bits;
    for (std::size_t i = 0; i < block.matrices.size(); ++i) {
        const Weight& weight = *block.matrices[i].weight;
        const std::uint64_t count = weight.rows() / weight.rowsPerMatrix();
        bits.matrices +=
            count * storedBits(encodings[i]->layout().groupsOf(weight.columns()), weight.columns(), weight.rowsPerMatrix());
        const std::string stem = weight.name.substr(0, weight.name.size() - suffix.size());
        const Weight* const bias = weight.name.ends_with(suffix) ? model.find(stem + ".bias") : nullptr;
        bits.biases += bias == nullptr ? 0 : bitsOfBias * bias->elements();
    }
    return bits;
}

} // namespace quantlathe::exl2
