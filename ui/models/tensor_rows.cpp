// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tensor_rows.h"

#include "base/text.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <map>
#include <QCoreApplication>
#include <QStringList>

namespace quantlathe::ui {

namespace {

std::string_view withoutSuffix(std::string_view name, std::string_view suffix) {
    return name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name;
}

/// The name from behind the layer number on: "h.3.attn.c_attn.weight" → "attn.c_attn.weight".
std::string_view behindLayer(std::string_view name, std::optional<std::uint32_t>* layer) {
    std::size_t start = 0;
    while (start < name.size()) {
        const std::size_t end = std::min(name.find('.', start), name.size());
        const std::string_view part = name.substr(start, end - start);
        const bool isNumber =
            !part.empty() && part.size() <= 6 && part.find_first_not_of("0123456789") == std::string_view::npos;
        if (isNumber && end < name.size()) {
            *layer = static_cast<std::uint32_t>(std::stoul(std::string(part)));
            return name.substr(end + 1);
        }
        start = end + 1;
    }
    return name;
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

} // namespace

QString shortName(const Weight& weight) {
    std::optional<std::uint32_t> layer;
    const std::string_view name = behindLayer(weight.name, &layer);
    const std::string shown = escapeForDisplay(name);
    if (weight.isBias) {
        return QCoreApplication::translate("TensorRows", "%1 bias").arg(fromView(withoutSuffix(shown, ".bias")));
    }
    return fromView(withoutSuffix(shown, ".weight"));
}

QString longName(const Weight& weight) {
    const TensorPlace place = placeOf(weight);
    return place.layer ? QCoreApplication::translate("TensorRows", "layer %1, %2").arg(*place.layer).arg(shortName(weight))
                       : shortName(weight);
}

TensorPlace placeOf(const Weight& weight) {
    TensorPlace place;
    const std::string_view rest = behindLayer(weight.name, &place.layer);
    if (weight.layer) {
        place.layer = weight.layer;
    }
    if (place.layer) {
        const std::string_view module = moduleOf(weight.role);
        if (!module.empty()) {
            place.module = fromView(module);
        } else if (const std::size_t dot = rest.find('.');
                   dot != std::string_view::npos && rest.find('.', dot + 1) != std::string_view::npos) {
            place.module = fromView(escapeForDisplay(rest.substr(0, dot)));
        }
    }
    return place;
}

TensorFilter::TensorFilter(const QString& text) {
    for (const QString& part : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        Word word;
        const auto after = [&part](QLatin1String prefix) { return part.mid(prefix.size()); };
        if (part.startsWith(QLatin1String("role:"))) {
            word.kind = Word::Kind::role;
            word.text = after(QLatin1String("role:"));
        } else if (part.startsWith(QLatin1String("type:"))) {
            word.kind = Word::Kind::type;
            word.text = after(QLatin1String("type:"));
        } else if (part.startsWith(QLatin1String("imatrix:"))) {
            word.kind = Word::Kind::importance;
            word.text = after(QLatin1String("imatrix:"));
        } else if (part.startsWith(QLatin1String("layer:"))) {
            word.kind = Word::Kind::layer;
            const QStringList ends = after(QLatin1String("layer:")).split(QLatin1Char('-'));
            word.firstLayer = ends.front().toUInt();
            // "layer:3-" while typing: open to the end.
            word.lastLayer = ends.size() == 1 ? word.firstLayer : ends.back().isEmpty() ? ~0U : ends.back().toUInt();
        } else if (part.contains(QLatin1Char('*')) || part.contains(QLatin1Char('?')) || part.contains(QLatin1Char('['))) {
            word.kind = Word::Kind::glob;
            word.glob = lowered(part.toStdString());
        } else {
            word.text = part.toLower();
        }
        words_.push_back(std::move(word));
    }
}

bool TensorFilter::matches(const Weight& weight, const QString& planned, const QString& importance) const {
    return std::all_of(words_.begin(), words_.end(), [&](const Word& word) {
        switch (word.kind) {
        case Word::Kind::role: return fromView(name(weight.role)).startsWith(word.text, Qt::CaseInsensitive);
        case Word::Kind::type: return planned.startsWith(word.text, Qt::CaseInsensitive);
        case Word::Kind::importance: return !importance.isEmpty() && importance.startsWith(word.text, Qt::CaseInsensitive);
        case Word::Kind::layer: {
            const auto layer = placeOf(weight).layer;
            return layer && *layer >= word.firstLayer && *layer <= word.lastLayer;
        }
        case Word::Kind::glob: {
            const std::string canonical = lowered(weight.name);
            return globMatches(word.glob, canonical) || globMatches(word.glob, withoutSuffix(canonical, ".weight")) ||
                   globMatches(word.glob, lowered(weight.sourceName));
        }
        case Word::Kind::text: break;
        }
        const std::string needle = word.text.toStdString();
        return lowered(weight.name).find(needle) != std::string::npos ||
               lowered(weight.sourceName).find(needle) != std::string::npos ||
               longName(weight).contains(word.text, Qt::CaseInsensitive);
    });
}

std::vector<std::size_t> TensorTree::weightsBelow(int node) const {
    const TensorNode& top = nodes[static_cast<std::size_t>(node)];
    if (top.kind == TensorNode::Kind::weight) {
        return {top.weight};
    }
    std::vector<std::size_t> all;
    for (int child = top.firstChild; child < top.firstChild + top.childCount; ++child) {
        const auto below = weightsBelow(child);
        all.insert(all.end(), below.begin(), below.end());
    }
    return all;
}

namespace {

struct ModuleGroup {
    QString name;
    std::vector<std::size_t> weights;
};
struct LayerGroup {
    std::vector<std::size_t> weights; // of no module
    std::vector<ModuleGroup> modules; // in the order of appearance
};

ModuleGroup& moduleIn(LayerGroup& layer, const QString& name) {
    for (ModuleGroup& module : layer.modules) {
        if (module.name == name) {
            return module;
        }
    }
    layer.modules.push_back({name, {}});
    return layer.modules.back();
}

} // namespace

TensorTree buildTensorTree(const Model& model, const std::function<bool(std::size_t)>& passes,
                           const std::function<bool(std::size_t, std::size_t)>& less, bool isFlat) {
    using Kind = TensorNode::Kind;
    std::vector<std::size_t> loose; // of no layer
    std::map<std::uint32_t, LayerGroup> layers;
    TensorTree tree;
    tree.isFlat = isFlat;
    for (std::size_t index = 0; index < model.weights().size(); ++index) {
        if (!passes(index)) {
            continue;
        }
        ++tree.weightCount;
        const TensorPlace place = isFlat ? TensorPlace{} : placeOf(model.weights()[index]);
        if (!place.layer) {
            loose.push_back(index);
        } else if (place.module.isEmpty()) {
            layers[*place.layer].weights.push_back(index);
        } else {
            moduleIn(layers[*place.layer], place.module).weights.push_back(index);
        }
    }
    if (isFlat) { // what is equal in the order asked for goes by layer; files have 0, 1, 10, 11, 2
        std::vector<std::optional<std::uint32_t>> layerOf(model.weights().size());
        for (const std::size_t index : loose) {
            const Weight& weight = model.weights()[index];
            layerOf[index] = weight.layer;
            if (!weight.layer) {
                (void)behindLayer(weight.name, &layerOf[index]);
            }
        }
        std::ranges::stable_sort(loose, {}, [&layerOf](std::size_t index) { return layerOf[index]; });
    }
    // Attention before feed-forward before norms, whatever the order in the file; unknown modules after them.
    const auto rank = [](const ModuleGroup& module) {
        return module.name == QLatin1String("attention")      ? 0
               : module.name == QLatin1String("feed-forward") ? 1
               : module.name == QLatin1String("norms")        ? 2
                                                              : 3;
    };
    for (auto& [number, group] : layers) {
        std::stable_sort(group.modules.begin(), group.modules.end(),
                         [&rank](const ModuleGroup& a, const ModuleGroup& b) { return rank(a) < rank(b); });
    }
    const auto sorted = [&less](std::vector<std::size_t>& weights) -> const std::vector<std::size_t>& {
        if (less) {
            std::stable_sort(weights.begin(), weights.end(), less);
        }
        return weights;
    };
    const auto addWeights = [&](std::vector<std::size_t>& weights, int parent, int firstRow) {
        int row = firstRow;
        for (const std::size_t weight : sorted(weights)) {
            tree.nodes.push_back({Kind::weight, parent, row++, 0, 0, weight});
        }
    };

    // Level by level, so that siblings stand together.
    addWeights(loose, -1, 0);
    std::vector<LayerGroup*> groups;
    for (auto& [number, group] : layers) {
        tree.nodes.push_back({Kind::layer, -1, static_cast<int>(tree.nodes.size()), 0, 0, 0});
        groups.push_back(&group);
    }
    tree.rootCount = static_cast<int>(tree.nodes.size());
    const int firstLayer = tree.rootCount - static_cast<int>(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const int layerNode = firstLayer + static_cast<int>(i);
        const int first = static_cast<int>(tree.nodes.size());
        int row = 0;
        for (const ModuleGroup& module : groups[i]->modules) {
            tree.nodes.push_back({Kind::module, layerNode, row++, 0, 0, module.weights.front()});
        }
        addWeights(groups[i]->weights, layerNode, row);
        TensorNode& layer = tree.nodes[static_cast<std::size_t>(layerNode)];
        layer.firstChild = first;
        layer.childCount = static_cast<int>(tree.nodes.size()) - first;
        layer.weight = groups[i]->modules.empty() ? groups[i]->weights.front() : groups[i]->modules.front().weights.front();
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const int firstModule = tree.nodes[static_cast<std::size_t>(firstLayer) + i].firstChild;
        for (std::size_t m = 0; m < groups[i]->modules.size(); ++m) {
            const int moduleNode = firstModule + static_cast<int>(m);
            const int first = static_cast<int>(tree.nodes.size());
            addWeights(groups[i]->modules[m].weights, moduleNode, 0);
            tree.nodes[static_cast<std::size_t>(moduleNode)].firstChild = first;
            tree.nodes[static_cast<std::size_t>(moduleNode)].childCount = static_cast<int>(tree.nodes.size()) - first;
        }
    }
    return tree;
}

} // namespace quantlathe::ui
