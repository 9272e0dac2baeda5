// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/text_windows.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "runtime/graph.h"

#include <algorithm>

namespace quantlathe {
namespace {

constexpr EncodeOptions plainText{.addSpecial = false, .parseSpecial = false};

/// What can be known before the tokenizer does its work.
Graph checkedGraph(const Model& model, std::size_t contextTokens, bool predicts = true) {
    Graph graph = graphOf(model);
    if (const auto why = predicts ? whyNoPredictions(graph) : std::nullopt) {
        throw badInput(model.checkpoint().path(), say("This model predicts no tokens"), *why);
    }
    if (graph.longestSequence != 0 && contextTokens > graph.longestSequence) {
        throw badInput(model.checkpoint().path(), say("The context is too long for this model"),
                       say("It has {} tokens, the model has learned {} positions.", contextTokens, graph.longestSequence));
    }
    return graph;
}

void checkTokens(const Model& model, const Graph& graph, std::span<const TokenId> tokens) {
    const auto largest = std::ranges::max_element(tokens);
    if (largest != tokens.end() && *largest >= graph.vocabulary) {
        throw badInput(
            model.checkpoint().path(), say("The tokenizer makes token {}, which the model does not know", *largest),
            say("Its embedding has the tokens 0 to {}. Tokenizer and weights do not belong together.", graph.vocabulary - 1));
    }
}

std::optional<TokenId> bosOf(const Tokenizer& tokenizer, BosUse use) {
    const auto bos = tokenizer.bos();
    const bool isPut = bos && std::ranges::find(tokenizer.prefix(), *bos) != tokenizer.prefix().end();
    return isPut || use == BosUse::always ? bos : std::nullopt;
}

void checkReference(const Model& model, const Model& reference, const Graph& graph, const WindowSettings& settings,
                    std::string_view text, std::span<const TokenId> tokens, std::optional<TokenId> bos) {
    const auto isOther = [&](const std::string& detail) {
        return badInput(model.checkpoint().path(), say("The reference has another vocabulary"),
                        say("{} Their divergence would have no meaning.", detail));
    };
    const std::string name = escapeForDisplay(reference.checkpoint().path().filename().string());
    const std::uint64_t known = checkedGraph(reference, settings.contextTokens).vocabulary;
    if (known != graph.vocabulary) {
        throw isOther(say("{} has {} tokens, this model has {}.", name, known, graph.vocabulary));
    }
    const auto tokenizer = openTokenizer(reference);
    const std::vector<TokenId> others = tokenizer->encode(text, plainText);
    const auto differs = std::ranges::mismatch(tokens, others);
    if (differs.in1 != tokens.end() || differs.in2 != others.end()) {
        throw isOther(say("The text becomes other tokens than with {}, from token {} on.", name, differs.in1 - tokens.begin()));
    }
    if (bosOf(*tokenizer, settings.bos) != bos) {
        throw isOther(say("{} begins texts with another token.", name));
    }
}

/// The windows as they are run, without saying what is scored.
std::vector<TokenSequence> cut(std::span<const TokenId> tokens, std::optional<TokenId> bos, const WindowSettings& settings) {
    const std::size_t context = settings.contextTokens;
    if (context < fewestContextTokens) {
        throw badInput({}, say("The context is too short"),
                       say("It has {} tokens, at least {} are needed.", context, fewestContextTokens));
    }
    // BOS comes before each window, whose last token is then only predicted; or one BOS stands before the whole text and takes
    // the place of each window's first token. Either way window i holds the text's tokens from i · context on.
    const std::size_t ahead = bos && settings.scoring == Scoring::secondHalf ? 1 : 0;
    const std::size_t found = (tokens.size() + ahead) / context;
    if (found == 0) {
        throw badInput(
            {}, say("The text is too short"),
            say("It has {} tokens, one window has {}. Take a longer text or a shorter context.", tokens.size(), context));
    }
    std::vector<TokenSequence> sequences(settings.windows == 0 ? found : std::min(found, settings.windows));
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        std::vector<std::int32_t>& window = sequences[i].tokens;
        if (bos) {
            window.push_back(static_cast<std::int32_t>(*bos));
        }
        for (std::size_t at = i * context; window.size() < context; ++at) {
            window.push_back(static_cast<std::int32_t>(tokens[at]));
        }
    }
    return sequences;
}

} // namespace

std::size_t defaultContextTokens(const Model& model) {
    constexpr std::size_t usual = 512;
    const auto trained = static_cast<std::size_t>(model.hyper().contextTokens);
    return trained == 0 ? usual : std::min(usual, trained);
}

TextWindows cutIntoWindows(std::span<const TokenId> tokens, std::optional<TokenId> bos, const WindowSettings& settings) {
    TextWindows windows{settings, cut(tokens, bos, settings), {}, tokens.size()};
    const std::size_t context = settings.contextTokens;
    for (std::size_t i = 0; i < windows.sequences.size(); ++i) {
        TokenSequence& sequence = windows.sequences[i];
        if (settings.scoring == Scoring::secondHalf) {
            sequence.firstLogit = context / 2;
            sequence.endLogit = context - 1;
        } else {
            sequence.endLogit = bos ? context : context - 1;
        }
        // The token behind a position: the next one of the window, for its last position the text's next one.
        for (std::size_t position = sequence.firstLogit; position < sequence.endLogit; ++position) {
            windows.targets.push_back(position + 1 < context ? static_cast<TokenId>(sequence.tokens[position + 1])
                                                             : tokens[i * context + context - 1]);
        }
    }
    return windows;
}

TextWindows cutIntoWindows(const Model& model, const Model* reference, std::string_view text, const WindowSettings& settings) {
    const Graph graph = checkedGraph(model, settings.contextTokens);
    const auto tokenizer = openTokenizer(model);
    const std::vector<TokenId> tokens = tokenizer->encode(text, plainText);
    const auto bos = bosOf(*tokenizer, settings.bos);
    checkTokens(model, graph, tokens);
    if (reference != nullptr && reference != &model) {
        checkReference(model, *reference, graph, settings, text, tokens, bos);
    }
    return cutIntoWindows(tokens, bos, settings);
}

namespace {

/// Encoders see whole texts: each window stands between the tokens that the tokenizer puts around one.
std::vector<TokenSequence> cutForEncoder(const Model& model, const Graph& graph, std::string_view text,
                                         std::size_t contextTokens, std::size_t windows) {
    const auto tokenizer = openTokenizer(model);
    const std::vector<TokenId> tokens = tokenizer->encode(text, plainText);
    checkTokens(model, graph, tokens);
    const std::size_t around = tokenizer->prefix().size() + tokenizer->suffix().size();
    if (contextTokens < fewestContextTokens + around) {
        throw badInput({}, say("The context is too short"),
                       say("It has {} tokens, at least {} are needed.", contextTokens, fewestContextTokens + around));
    }
    std::vector<TokenSequence> sequences =
        cut(tokens, std::nullopt, {contextTokens - around, windows, Scoring::all, BosUse::asTokenizer});
    for (TokenSequence& sequence : sequences) {
        const auto put = [&](auto at, std::span<const TokenId> ids) { sequence.tokens.insert(at, ids.begin(), ids.end()); };
        put(sequence.tokens.begin(), tokenizer->prefix());
        put(sequence.tokens.end(), tokenizer->suffix());
    }
    return sequences;
}

} // namespace

std::vector<TokenSequence> cutForCalibration(const Model& model, std::string_view text, std::size_t contextTokens,
                                             std::size_t windows) {
    const Graph graph = checkedGraph(model, contextTokens, false);
    if (whyNoPredictions(graph)) {
        std::vector<TokenSequence> sequences = cutForEncoder(model, graph, text, contextTokens, windows);
        for (TokenSequence& sequence : sequences) {
            sequence.endLogit = 0;
        }
        return sequences;
    }
    TextWindows cutText =
        cutIntoWindows(model, nullptr, text, {contextTokens, windows, Scoring::secondHalf, BosUse::asTokenizer});
    for (TokenSequence& sequence : cutText.sequences) {
        sequence.firstLogit = 0;
        sequence.endLogit = 0;
    }
    return std::move(cutText.sequences);
}

} // namespace quantlathe
