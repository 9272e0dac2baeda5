// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli diff: two models side by side, tensor by tensor.
#include "base/text.h"
#include "checkpoint/replica.h"
#include "command.h"
#include "figures.h"
#include "hub_option.h"
#include "model_text.h"
#include "table.h"
#include "weights/figures.h"
#include "weights/value_difference.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <vector>

namespace quantlathe::cli {
namespace {

constexpr std::array<std::string_view, 3> errorKeys{"relative_rmse", "max_abs", "cosine"};

struct DiffArguments {
    std::string first;
    std::string second;
    std::string tensors; // empty: all
    bool values = false;
};

struct Line {
    WeightPair pair;
    std::optional<ValueDifference> values; // nothing: they were not, or cannot be, looked at
};

struct Sides {
    std::shared_ptr<const Model> first;
    std::shared_ptr<const Model> second;
    std::vector<Line> lines;
    std::vector<MetadataDifference> metadata;
};

Sides sidesOf(Session& session, const DiffArguments& options) {
    Sides sides;
    sides.first = openModel(localModel(session, options.first));
    sides.second = openModel(localModel(session, options.second));
    ModelDifference difference = differenceOf(*sides.first, *sides.second);
    for (const WeightPair& pair : difference.weights) {
        if (options.tensors.empty() || globMatches(options.tensors, pair.any().name)) {
            sides.lines.push_back({pair, std::nullopt});
        }
    }
    if (sides.lines.empty() && !options.tensors.empty()) {
        throw badInput(options.first, "No tensor to look at",
                       fmt::format("Nothing in either model is called {}. inspect --json lists the names (weight).",
                                   escapeForDisplay(options.tensors)));
    }
    sides.metadata = std::move(difference.metadata);
    return sides;
}

void compareLines(Session& session, Sides& sides) {
    std::vector<WeightPair> pairs;
    std::vector<std::size_t> lines;
    for (std::size_t i = 0; i < sides.lines.size(); ++i) {
        if (hasOneShape(sides.lines[i].pair)) {
            pairs.push_back(sides.lines[i].pair);
            lines.push_back(i);
        }
    }
    ThreadArena arena(session.threads());
    const std::vector<ValueDifference> differences =
        compareValues(*sides.first, *sides.second, pairs, arena, session.progress(), session.cancelToken());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        sides.lines[lines[i]].values = differences[i];
    }
}

std::vector<WeightPair> pairsOf(const Sides& sides) {
    std::vector<WeightPair> pairs;
    std::ranges::transform(sides.lines, std::back_inserter(pairs), &Line::pair);
    return pairs;
}

// --- JSON

Json modelJson(const Model& model, const std::string& path) {
    return {{"path", jsonText(path)},
            {"name", jsonText(model.name())},
            {"format", name(model.checkpoint().kind())},
            {"architecture", jsonText(model.architecture())},
            {"dtype", model.storedTypeName()},
            {"file_bytes", model.checkpoint().fileBytes()}};
}

Json sideJson(const Weight* weight) {
    if (weight == nullptr) {
        return nullptr;
    }
    return {{"name", jsonText(weight->sourceName)},
            {"encoding", weight->storedName()},
            {"shape", weight->shape},
            {"bytes", weight->storedBytes()}};
}

Json lineJson(const Line& line) {
    Json entry{{"name", jsonText(line.pair.any().name)},
               {"kind", name(kindOf(line.pair))},
               {"first", sideJson(line.pair.first)},
               {"second", sideJson(line.pair.second)}};
    if (line.values) {
        entry["same_bytes"] = line.values->isSameBytes;
        const auto& error = line.values->error;
        for (const std::string_view key : errorKeys) {
            entry[std::string(key)] = error ? figureJson(errorFigure(key), *error) : Json(nullptr);
        }
        entry["non_finite"] = error ? Json(error->sums.nonFinite) : Json(nullptr);
    }
    return entry;
}

Json documentOf(const Sides& sides, const DiffArguments& options) {
    const DifferenceCounts counts = countsOf(pairsOf(sides));
    Json tensors = Json::array();
    for (const Line& line : sides.lines) {
        tensors.push_back(lineJson(line));
    }
    Json metadata = Json::array();
    const auto textOrNull = [](const std::optional<std::string>& text) { return text ? Json(jsonText(*text)) : Json(nullptr); };
    for (const MetadataDifference& entry : sides.metadata) {
        metadata.push_back(
            {{"key", jsonText(entry.key)}, {"first", textOrNull(entry.first)}, {"second", textOrNull(entry.second)}});
    }
    return {{"first", modelJson(*sides.first, options.first)},
            {"second", modelJson(*sides.second, options.second)},
            {"counts",
             {{"alike", counts.alike},
              {"other_encoding", counts.otherEncoding},
              {"other_shape", counts.otherShape},
              {"only_first", counts.onlyFirst},
              {"only_second", counts.onlySecond},
              {"first_bytes", counts.firstBytes},
              {"second_bytes", counts.secondBytes}}},
            {"tensors", std::move(tensors)},
            {"metadata", std::move(metadata)}};
}

// --- text

bool differs(const Line& line) {
    return line.values ? !line.values->isSameBytes : kindOf(line.pair) != PairKind::alike;
}

std::string encodingText(const Weight* weight) {
    return weight == nullptr ? "–" : std::string(weight->storedName());
}

std::string sizeText(const Weight* weight) {
    return weight == nullptr ? "–" : quantityText(tensorSizeQuantity(weight->storedBytes()));
}

/// What the headers or the values say, in a few words.
Cell verdictOf(const Line& line) {
    switch (kindOf(line.pair)) {
    case PairKind::onlyFirst: return {"only in the first", Style::caution};
    case PairKind::onlySecond: return {"only in the second", Style::caution};
    case PairKind::otherShape:
        return {fmt::format("{} and {}", shapeText(line.pair.first->shape), shapeText(line.pair.second->shape)), Style::bad};
    case PairKind::alike:
        if (!line.values) {
            return {"stored alike", Style::faint};
        }
        break;
    case PairKind::otherEncoding:
        if (!line.values) {
            return "other encoding";
        }
        break;
    }
    if (line.values->isSameBytes) {
        return {"same bytes", Style::faint};
    }
    if (!line.values->error) {
        return {"other bytes", Style::caution};
    }
    return line.values->isSameValues() ? "same values" : "other values";
}

std::string tensorsTable(const Sides& sides, const DiffArguments& options, const Terminal& screen) {
    constexpr auto right = Column::Align::right;
    std::vector<Column> columns{
        {"Tensor", Column::Align::left, true}, {"First"},     {"Second"}, {"First, MB", right, false, 3},
        {"Second, MB", right, false, 2},       {"Difference"}};
    if (options.values) {
        int dropOrder = 0; // the first column stays
        for (const std::string_view key : errorKeys) {
            columns.push_back(figureColumn(errorFigure(key), dropOrder));
            dropOrder = dropOrder == 0 ? 4 : dropOrder + 1;
        }
    }
    Table table(std::move(columns));
    for (const Line& line : sides.lines) {
        if (options.tensors.empty() && !differs(line)) {
            continue;
        }
        std::vector<Cell> cells{escapeForDisplay(line.pair.any().name),
                                encodingText(line.pair.first),
                                encodingText(line.pair.second),
                                sizeText(line.pair.first),
                                sizeText(line.pair.second),
                                verdictOf(line)};
        if (options.values) {
            const EncodingError* const error = line.values && line.values->error ? &*line.values->error : nullptr;
            for (const std::string_view key : errorKeys) {
                cells.emplace_back(error == nullptr ? "–" : figureText(errorFigure(key), *error));
            }
        }
        table.addRow(std::move(cells));
    }
    return table.isEmpty() ? std::string() : "\n" + table.text(screen);
}

std::string metadataTable(const std::vector<MetadataDifference>& metadata, const Terminal& screen) {
    Table table({{"Metadata"}, {"First", Column::Align::left, true}, {"Second", Column::Align::left, true}});
    for (const MetadataDifference& entry : metadata) {
        table.addRow({escapeForDisplay(entry.key), entry.first.value_or("–"), entry.second.value_or("–")});
    }
    return table.isEmpty() ? std::string() : "\n" + table.text(screen);
}

std::string modelLine(const Model& model) {
    return fmt::format("{}, {}, {}, {}", escapeForDisplay(model.name()), name(model.checkpoint().kind()),
                       model.storedTypeName(), fileSizeText(model.checkpoint().fileBytes()));
}

/// "201 stored alike, 90 in another encoding, 1 only in the first"
std::string countsText(const DifferenceCounts& counts) {
    std::string text = fmt::format("{} stored alike", counts.alike);
    const auto add = [&](std::size_t count, const char* what) {
        if (count > 0) {
            text += fmt::format(", {} {}", count, what);
        }
    };
    add(counts.otherEncoding, "in another encoding");
    add(counts.otherShape, "of another shape");
    add(counts.onlyFirst, "only in the first");
    add(counts.onlySecond, "only in the second");
    return text;
}

/// "201 with the same bytes, 12 with the same values, 78 with others"
std::string valuesText(const Sides& sides) {
    std::size_t sameBytes = 0;
    std::size_t sameValues = 0;
    std::size_t others = 0;
    for (const Line& line : sides.lines) {
        if (line.values) {
            ++(line.values->isSameBytes ? sameBytes : line.values->isSameValues() ? sameValues : others);
        }
    }
    return fmt::format("{} with the same bytes, {} with the same values, {} with others", sameBytes, sameValues, others);
}

std::string textOf(const Sides& sides, const DiffArguments& options, const Terminal& screen) {
    const DifferenceCounts counts = countsOf(pairsOf(sides));
    std::vector<std::pair<std::string, std::string>> facts{
        {"First", modelLine(*sides.first)},
        {"Second", modelLine(*sides.second)},
        {"Tensors", countsText(counts)},
        {"Their size", fmt::format("{} and {}", fileSizeText(counts.firstBytes), fileSizeText(counts.secondBytes))}};
    if (options.values) {
        facts.emplace_back("Values", valuesText(sides));
    }
    facts.emplace_back("Metadata", sides.metadata.empty() ? "the same"
                                                          : fmt::format("{} key{} not the same", sides.metadata.size(),
                                                                        sides.metadata.size() == 1 ? "" : "s"));
    return factLines(facts, screen) + tensorsTable(sides, options, screen) + metadataTable(sides.metadata, screen);
}

void diff(Session& session, const DiffArguments& options) {
    if (options.values) {
        requireModelHere(options.first);
        requireModelHere(options.second);
    }
    Sides sides = sidesOf(session, options);
    if (options.values) {
        compareLines(session, sides);
    }
    if (session.wantsJson()) {
        session.printJson(documentOf(sides, options));
    } else {
        session.printText(textOf(sides, options, session.screen()));
    }
}

} // namespace

Command addDiff(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("diff", "Set two models side by side: encodings, sizes, metadata and, if asked for, values");
    const auto options = std::make_shared<DiffArguments>();
    command->add_option("FIRST", options->first, "File or folder: safetensors, GGUF, PyTorch; or hf:ORG/NAME")->required();
    command->add_option("SECOND", options->second, "The same; weights are matched by their names in GGUF")->required();
    command->add_flag("--values", options->values, "Read both: the same bytes, or how far the values are apart");
    command->add_option("--tensors", options->tensors, "Look at the weights of these names only, and list them all")
        ->type_name("GLOB");
    return {command, [options](Session& session) { diff(session, *options); }};
}

} // namespace quantlathe::cli
