// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/folder_tensors.h"

#include "base/reason.h"
#include "base/text.h"
#include "base/words.h"
#include "model/hugging_face_weights.h"
#include "model/layer_numbers.h"
#include "model/packed_tensors.h"
#include "model/stored_change.h"
#include "model/tensor_rules.h"
#include "model/usual_names.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>

namespace quantlathe {
namespace {

using FolderShape = std::vector<std::uint64_t>;

/// Why a tensor cannot be made; never leaves this file.
class NoWayBack : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::span<const std::uint64_t> withoutLeadingOnes(const FolderShape& shape) {
    const auto first = std::ranges::find_if(shape, [](std::uint64_t dimension) { return dimension != 1; });
    return {first, shape.end()};
}

/// The tensors that a folder of the model has by the table's rules: names and shapes, without values.
class ExpectedTensors {
public:
    ExpectedTensors(const Model& gguf, const ArchitectureRow& row, const HyperParameters& hyper, const FolderNaming& naming)
        : gguf_(gguf), row_(row), hyper_(hyper), naming_(naming), rules_(row, hyper) {
        for (const TensorRule& rule : rules_.ofModel()) {
            addRule(rule, std::nullopt);
        }
        for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
            for (const TensorRule& rule : rules_.ofLayers()) {
                addRule(rule, layer);
            }
        }
    }

    LogicalTensors take() { return std::move(logical_); }

private:
    void addRule(const TensorRule& rule, std::optional<std::uint32_t> layer) {
        if (!rules_.isIn(rule.where, layer.value_or(0)) || (!rule.source.empty() && rule.source == naming_.unusedSource)) {
            return;
        }
        const std::string target = layer ? fmt::format("blk.{}.{}", *layer, rule.target) : std::string(rule.target);
        if (rule.isWholeName) {
            addIfThere(rule, layer, target, rule.matrices != Size::none ? naming_.stackSuffix : std::string_view(), false);
            return;
        }
        addIfThere(rule, layer, target + ".weight", ".weight", false);
        if (rule.bias != Bias::none) {
            addIfThere(rule, layer, target + ".bias", ".bias", true);
        }
    }

    void addIfThere(const TensorRule& rule, std::optional<std::uint32_t> layer, const std::string& target,
                    std::string_view suffix, bool isBias) {
        const Weight* const weight = gguf_.find(target);
        if (weight == nullptr || !ruleOf_.emplace(target, &rule).second) { // an earlier rule has it
            return;
        }
        const LayerSizes sizes(hyper_, layer.value_or(0));
        FolderShape shape = shapeByRule(rule, isBias, sizes, weight->shape);
        if (turns(rule.change)) { // the class keeps its stacks input-major
            std::swap(shape[1], shape[2]);
        }
        const std::string path = layer ? fmt::format("{}{}.", row_.layerPrefix, *layer) : std::string();
        const bool isHead = rule.target == "output"; // stands beside what the prefix names
        const std::string usual = fmt::format("{}{}{}", path, rule.source, suffix);
        const std::string name = fmt::format("{}{}", isHead ? std::string_view() : row_.prefix,
                                             storedPredictionName(usual, row_, hyper_.mainLayers()));
        const std::size_t star = name.find('*');
        if (star == std::string::npos) {
            add(name, shape);
            return;
        }
        const std::uint64_t count = rule.matrices == Size::none ? hyper_.experts : sizes.of(rule.matrices);
        if (weight->shape.empty() || weight->shape.front() != count) { // else a file could ask for any number of names
            throw NoWayBack(say("{} does not hold the {} parts that the metadata say", escapeForDisplay(target), count));
        }
        for (std::uint64_t expert = 0; expert < count; ++expert) {
            std::string own = name;
            add(own.replace(star, 1, std::to_string(expert)), shape);
        }
    }

    void add(std::string name, const FolderShape& shape) {
        constexpr std::string_view model = "model.";
        if (name.starts_with(model)) {
            name.insert(model.size(), naming_.textPrefix);
        }
        if (!names_.insert(name).second) { // two weights of one fused tensor
            return;
        }
        TensorInfo tensor;
        tensor.name = std::move(name);
        tensor.type = ElementType::F32;
        tensor.shape = shape;
        tensor.bytes = tensor.elements() * sizeof(float);
        logical_.sources.push_back({logical_.tensors.size(), std::nullopt});
        logical_.tensors.push_back(std::move(tensor));
    }

    const Model& gguf_;
    const ArchitectureRow& row_;
    const HyperParameters& hyper_;
    const FolderNaming& naming_;
    TensorRuleSet rules_;
    std::map<std::string, const TensorRule*> ruleOf_; // by target
    std::set<std::string> names_;
    LogicalTensors logical_;
};

/// A weight of the GGUF file and what it would be made of if the folder were read.
struct Source {
    const Weight* own = nullptr;
    const Weight* forward = nullptr;
    std::size_t place = 0; // of the tensor among those that the weight is stacked from
};

/// The stored values of `own`, with its changes of values undone. Shape and transform are yet to be set.
Weight pieceOf(const TensorInfo& tensor, const Source& source) {
    Weight piece = *source.own;
    piece.name = tensor.name;
    piece.addend = -source.forward->addend;
    piece.isLogarithm = source.forward->isNegativeExponential;
    return piece;
}

RowTransform someRows(std::uint64_t first, std::uint64_t count) {
    return pickedRows(1, 0, first, count);
}

/// A tensor that one weight is made of, or one of several that are stacked.
Weight wholeTensor(const TensorInfo& tensor, const Source& source) {
    const RowTransform& forward = source.forward->transform;
    Weight piece = pieceOf(tensor, source);
    if (source.forward->tensors.size() > 1) { // experts, or gains of heads, one behind the other
        const std::uint64_t rows = piece.rows() / source.forward->tensors.size();
        piece.transform = someRows(source.place * rows, rows);
        piece.shape = {rows, piece.columns()};
    } else if (forward.transposes) {
        piece.transform = transposedMatrix();
        piece.shape = tensor.shape;
    } else if (forward.picksColumns()) {
        auto columns = invertedSections(forward.columns);
        if (!columns) {
            throw NoWayBack(say("{} lacks columns", escapeForDisplay(source.own->name)));
        }
        piece.transform.columns = std::move(*columns);
        piece.transform.storedColumns = piece.columns();
    } else if (forward.picksRows()) {
        auto sections = invertedSections(forward.sections);
        if (!sections) {
            throw NoWayBack(say("{} lacks rows", escapeForDisplay(source.own->name)));
        }
        piece.transform.sections = std::move(*sections);
        piece.transform.run = forward.run;
    }
    return piece;
}

/// Two weights whose elements stand in turn, or in halves, in every stored row: their rows in that order make matrices whose
/// transposes are stored, or single values of a list.
Weight joinedColumns(const TensorInfo& tensor, const Source& first, const Source& second) {
    const Weight& gate = *first.own;
    const Weight& up = *second.own;
    if (gate.storedType != up.storedType || gate.shape != up.shape || gate.tensors.size() != up.tensors.size()) {
        throw NoWayBack(say("{} and {} must be stored in one type to be put together as {}, they are {} and {}",
                            escapeForDisplay(gate.name), escapeForDisplay(up.name), escapeForDisplay(tensor.name),
                            info(gate.storedType).name, info(up.storedType).name));
    }
    const bool areMatrices = first.forward->transform.transposes;
    const std::uint64_t matrices = gate.shape.front();
    const std::uint64_t rows = areMatrices ? gate.rowsPerMatrix() : gate.columns(); // values of a list count as rows
    const bool isInTurn = first.forward->transform.columns.front().levels.back().stride == 2;
    const RowTransform::Level part{2, matrices * rows};
    const RowTransform::Level row{rows, 1};
    Weight piece = pieceOf(tensor, first);
    piece.tensors.insert(piece.tensors.end(), up.tensors.begin(), up.tensors.end());
    piece.transform.sections = {{.first = 0, .levels = {{{matrices, rows}, isInTurn ? row : part, isInTurn ? part : row}}}};
    piece.transform.transposes = areMatrices;
    piece.shape = areMatrices ? tensor.shape : FolderShape{tensor.elements()};
    return piece;
}

/// Several weights that are parts of the tensor: as many pieces as there are stretches of rows of one of them.
std::vector<Weight> joinedRows(const TensorInfo& tensor, std::span<const Source> sources) {
    struct Stretch {
        RowRun run;
        const Source* source;
    };
    std::vector<Stretch> stretches;
    for (const Source& source : sources) {
        const Weight& forward = *source.forward;
        const std::uint64_t rows =
            forward.transform.transposes ? forward.rows() / forward.rowsPerMatrix() * forward.columns() : forward.rows();
        for (const RowRun& run : runsOf(forward.transform, rows)) {
            stretches.push_back({run, &source});
        }
    }
    std::ranges::sort(stretches, {}, [](const Stretch& stretch) { return stretch.run.stored; });
    std::vector<Weight> pieces;
    std::uint64_t stored = 0;
    for (const auto& [run, source] : stretches) {
        const bool turned = source->forward->transform.transposes;
        Weight piece = pieceOf(tensor, *source);
        const std::uint64_t matrixRows = piece.rowsPerMatrix();
        if (run.stored != stored || (turned && (run.rows != piece.columns() || run.canonical % run.rows != 0))) {
            throw NoWayBack(say("the parts of {} do not fit together", escapeForDisplay(tensor.name)));
        }
        piece.transform =
            turned ? someRows(run.canonical / run.rows * matrixRows, matrixRows) : someRows(run.canonical, run.rows);
        piece.transform.transposes = turned;
        piece.shape = {run.rows, turned ? matrixRows : piece.columns()};
        pieces.push_back(std::move(piece));
        stored += run.rows;
    }
    return pieces;
}

std::vector<Weight> piecesOf(const TensorInfo& tensor, std::span<const Source> sources) {
    if (sources.size() == 1) {
        return {wholeTensor(tensor, sources.front())};
    }
    const RowTransform& transform = sources.front().forward->transform;
    if (!transform.picksColumns()) {
        return joinedRows(tensor, sources);
    }
    const bool isFirst = transform.columns.front().first == 0;
    return {joinedColumns(tensor, sources[isFirst ? 0 : 1], sources[isFirst ? 1 : 0])};
}

/// Everything of the file that is a weight of its model, by name; the factors of RoPE stand in config.json.
std::set<std::string_view> weightNames(const Model& gguf) {
    std::set<std::string_view> names;
    for (const Weight& weight : gguf.weights()) {
        if (weight.role != Role::ropeFactors) {
            names.insert(weight.name);
        }
    }
    return names;
}

void requireWeight(const Weight* own, const Weight& forward) {
    if (own == nullptr) {
        throw NoWayBack(say("{} is missing", escapeForDisplay(forward.name)));
    }
    if (!std::ranges::equal(withoutLeadingOnes(own->shape), withoutLeadingOnes(forward.shape))) {
        throw NoWayBack(say("{} has the shape [{}], by the metadata it should be [{}]", escapeForDisplay(own->name),
                            fmt::join(own->shape, ", "), fmt::join(forward.shape, ", ")));
    }
}

} // namespace

FolderTensors folderTensors(const Model& gguf, const ArchitectureRow& row, const HyperParameters& hyper,
                            const FolderNaming& naming) {
    FolderTensors result;
    result.whyNot = whySizesDoNotDo(hyper, row);
    if (result.whyNot) {
        return result;
    }
    try {
        const LogicalTensors logical = ExpectedTensors(gguf, row, hyper, naming).take();
        const MappedWeights mapped = mapWeights(logical, row, hyper);
        if (mapped.whyNot) {
            throw NoWayBack(*mapped.whyNot);
        }
        std::set<std::string_view> left = weightNames(gguf);
        std::vector<std::vector<Source>> sources(logical.tensors.size());
        for (const Weight& forward : mapped.weights) {
            if (!forward.isStored()) {
                continue;
            }
            const Weight* const own = gguf.find(forward.name);
            requireWeight(own, forward);
            left.erase(own->name);
            for (std::size_t place = 0; place < forward.tensors.size(); ++place) {
                sources[forward.tensors[place]].push_back({own, &forward, place});
            }
        }
        for (const std::string_view name : left) {
            const std::optional<std::uint32_t> layer = gguf.find(name)->layer;
            if (!layer || *layer < hyper.layers) {
                throw NoWayBack(say("{} has no place in a {}", escapeForDisplay(name), row.hfClass));
            }
        }
        result.leftOut = left.size();
        for (std::size_t i = 0; i < sources.size(); ++i) {
            const TensorInfo& tensor = logical.tensors[i];
            result.tensors.push_back({tensor.name, tensor.shape, piecesOf(tensor, sources[i])});
        }
        auto numbers = layerNumberTensors(gguf.checkpoint().metadata(), row, hyper.layers);
        if (!numbers) {
            throw NoWayBack(say("the metadata do not list {} for every layer", row.layerNumbers.front().key));
        }
        for (Weight& weight : *numbers) {
            result.tensors.push_back({weight.name, weight.shape, {weight}});
        }
    } catch (const NoWayBack& reason) {
        result.whyNot = withoutFullStop(reason.what());
    }
    return result;
}

} // namespace quantlathe
