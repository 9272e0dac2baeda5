// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/rule_text.h"

#include "base/text.h"
#include "base/words.h"

#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>
#include <vector>

namespace quantlathe::gguf {
namespace {

std::string_view kindOf(Category category) {
    switch (category) {
    case Category::output: return words("the output matrix");
    case Category::embedding: return words("token embeddings");
    case Category::value: return words("value projections");
    case Category::key: return words("key projections");
    case Category::query: return words("query projections");
    case Category::attentionOutput: return words("output projections of attention");
    case Category::up: return words("up projections");
    case Category::gate: return words("gate projections");
    case Category::down: return words("down projections");
    case Category::other: break;
    }
    return words("other matrices");
}

/// What makes a model or a tensor special; that it is an ordinary one needs no word.
constexpr auto conditionTexts = std::to_array<std::pair<Conditions, std::string_view>>({
    {gqa4, words("where four or more query heads share a KV head")},
    {experts4, words("in models of four or more experts")},
    {experts8, words("in models of eight experts")},
    {withMatrix, words("with an importance matrix")},
    {withoutMatrix, words("without an importance matrix")},
    {falcon, words("in Falcon models")},
    {firstTwo, words("in the first two of them")},
    {firstFour, words("in the first four of them")},
    {firstSixteenth, words("in the first sixteenth of them")},
    {firstEighth, words("in the first eighth of them")},
    {moreBits, words("in the first and the last eighth of them and in every third in between")},
    {middle, words("in all but the first and the last eighth of them")},
});

std::string rowText(std::string_view preset, Category category, std::string_view type, Conditions when) {
    std::vector<std::string> conditions;
    for (const auto& [condition, text] : conditionTexts) {
        if ((when & condition) != 0) {
            conditions.push_back(translated(text));
        }
    }
    const std::string kind = translated(kindOf(category));
    return conditions.empty()
               ? say("llama-quantize's rule for {}: {} get {}.", preset, kind, type)
               : say("llama-quantize's rule for {}: {} get {}, {}.", preset, kind, type, fmt::join(conditions, ", "));
}

std::string sentence(std::string_view preset, const MixtureTensor& tensor, std::string_view type, const MixtureReason& reason) {
    using enum MixtureReason::Kind;
    switch (reason.kind) {
    case row: return rowText(preset, categoryOf(tensor.name), type, reason.when);
    case output:
        return categoryOf(tensor.name) == Category::output
                   ? say("llama-quantize's rule for {}: the output matrix gets {}.", preset, type)
                   : say("llama-quantize's rule for {}: the output matrix gets {}, and this embedding is one, too.", preset,
                         type);
    case experts:
        return tensor.matrices > 1 ? say("{} gives experts {}.", preset, type)
                                   : say("{} gives all matrices but experts {}.", preset, type);
    case eightExperts: return say("llama-quantize gives value projections of models of eight experts {}.", type);
    case manyHeads: return say("llama-quantize gives value projections of 70B models {}: few of them serve many heads.", type);
    case everywhere: return say("{} gives every matrix {}.", preset, type);
    case ordinary:
    case decided: break;
    }
    return say("{} gives {} to all that no rule of llama-quantize singles out.", preset, type);
}

} // namespace

std::string ruleText(std::string_view preset, const MixtureTensor& tensor, const MixedType& type) {
    const std::string_view name = info(type.type).name;
    if (!type.reason.replaced) {
        return sentence(preset, tensor, name, type.reason);
    }
    const auto& wanted = info(*type.reason.replaced);
    return sentence(preset, tensor, wanted.name, type.reason) + ' ' +
           say("Its blocks of {} do not divide rows of {}, so {} takes its place.", wanted.weightsPerBlock,
               groupedDigits(tensor.columns), name);
}

} // namespace quantlathe::gguf
