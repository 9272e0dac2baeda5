// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_matrix.h"

#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

namespace quantlathe::ui {

namespace {

std::uint64_t bytesOf(const Choice& choice) {
    return choice.encoding->bytes(choice.weight->rows(), choice.weight->columns());
}

double bitsOf(std::uint64_t bytes, std::uint64_t elements) {
    return elements == 0 ? 0.0 : 8.0 * static_cast<double>(bytes) / static_cast<double>(elements);
}

/// Adds the choices one by one and sums them up at the end.
class CellFiller {
public:
    CellFiller(const Plan& plan, const PlanQuality* quality, std::span<const Choice> other)
        : plan_(plan), decisions_(decisionsOf(plan)) {
        if (quality != nullptr && quality->weights.size() == plan.choices.size()) {
            quality_ = quality;
        }
        for (const Choice& choice : other) {
            other_.emplace(choice.weight, choice.encoding);
        }
    }

    void add(PlanCell& cell, std::size_t index) {
        const Choice& choice = plan_.choices[index];
        const bool isFirst = cell.isEmpty();
        cell.choices.push_back(index);
        cell.encoding = isFirst || cell.encoding == choice.encoding ? choice.encoding : nullptr;
        const std::uint64_t elements = choice.weight->elements();
        const std::uint64_t bytes = bytesOf(choice);
        if (quality_ == nullptr) {
            cell.error.reset();
        } else {
            const double before = isFirst ? 0.0 : *cell.error * static_cast<double>(cell.elements);
            cell.error = (before + quality_->weights[index].relativeError * static_cast<double>(elements)) /
                         std::max(1.0, static_cast<double>(cell.elements + elements));
        }
        if (const auto found = other_.find(choice.weight); found != other_.end()) {
            const double before = cell.otherBits.value_or(0) * static_cast<double>(cell.elements);
            const auto others = static_cast<double>(found->second->bytes(choice.weight->rows(), choice.weight->columns()));
            cell.otherBits = (before + 8.0 * others) / std::max(1.0, static_cast<double>(cell.elements + elements));
            changed_ += found->second != choice.encoding ? 1 : 0;
        }
        cell.elements += elements;
        cell.bytes += bytes;
        cell.bits = bitsOf(cell.bytes, cell.elements);
        cell.isByHand =
            cell.isByHand || decisions_[index].decider == Decider::rule || decisions_[index].decider == Decider::name;
    }
    [[nodiscard]] std::size_t changed() const { return changed_; }

private:
    const Plan& plan_;
    std::vector<Decision> decisions_;
    const PlanQuality* quality_ = nullptr;
    std::unordered_map<const Weight*, const Encoding*> other_;
    std::size_t changed_ = 0;
};

} // namespace

PlanMatrix planMatrix(const Plan& plan, const PlanQuality* quality, std::span<const Choice> other) {
    std::set<Role> roles;
    std::set<Role> looseRoles;
    std::set<std::uint32_t> layers;
    for (const Choice& choice : plan.choices) {
        if (!choice.isForced) {
            (choice.weight->layer ? roles : looseRoles).insert(choice.weight->role);
            if (choice.weight->layer) {
                layers.insert(*choice.weight->layer);
            }
        }
    }
    PlanMatrix matrix;
    matrix.roles.assign(roles.begin(), roles.end());
    matrix.layers.assign(layers.begin(), layers.end());
    matrix.looseRoles.assign(looseRoles.begin(), looseRoles.end());
    matrix.cells.assign(roles.size(), std::vector<PlanCell>(layers.size()));
    matrix.loose.resize(looseRoles.size());
    const auto placeOf = [](const auto& sorted, const auto& value) {
        return static_cast<std::size_t>(std::ranges::lower_bound(sorted, value) - sorted.begin());
    };
    CellFiller filler(plan, quality, other);
    for (std::size_t i = 0; i < plan.choices.size(); ++i) {
        const Choice& choice = plan.choices[i];
        if (choice.isForced) {
            continue;
        }
        const Weight& weight = *choice.weight;
        PlanCell& cell = weight.layer ? matrix.cells[placeOf(matrix.roles, weight.role)][placeOf(matrix.layers, *weight.layer)]
                                      : matrix.loose[placeOf(matrix.looseRoles, weight.role)];
        filler.add(cell, i);
    }
    matrix.changed = filler.changed();
    const auto look = [&matrix](const PlanCell& cell) {
        matrix.largestError = std::max(matrix.largestError, cell.error.value_or(0));
    };
    for (const auto& row : matrix.cells) {
        std::ranges::for_each(row, look);
    }
    std::ranges::for_each(matrix.loose, look);
    return matrix;
}

std::vector<EncodingTotal> totalsOf(std::span<const Choice> choices) {
    std::map<const Encoding*, EncodingTotal> byEncoding;
    std::map<const Encoding*, std::uint64_t> elements;
    for (const Choice& choice : choices) {
        auto [entry, isNew] = byEncoding.try_emplace(choice.encoding);
        EncodingTotal& total = entry->second;
        total.encoding = choice.encoding;
        total.isForced = (isNew || total.isForced) && choice.isForced;
        ++total.tensors;
        total.bytes += bytesOf(choice);
        elements[choice.encoding] += choice.weight->elements();
    }
    std::vector<EncodingTotal> totals;
    for (auto& [encoding, total] : byEncoding) {
        total.bits = bitsOf(total.bytes, elements[encoding]);
        totals.push_back(total);
    }
    std::ranges::sort(totals, [](const EncodingTotal& a, const EncodingTotal& b) {
        return a.isForced != b.isForced ? b.isForced : a.bits > b.bits;
    });
    return totals;
}

QString shortLabel(const Encoding& encoding) {
    const QString name = fromView(encoding.name());
    const auto isDigit = [](QChar c) { return c.isDigit(); };
    const auto digit = std::find_if(name.begin(), name.end(), isDigit);
    const auto end = std::find_if_not(digit, name.end(), isDigit);
    if (digit == name.end()) {
        return name.left(3);
    }
    const QString letters = name.left(digit - name.begin());
    const QString number(digit, end - digit);
    // The plain block types and floats are their number; everything else has its first letter before it.
    const bool isPlain = letters == QLatin1String("Q") || letters == QLatin1String("F") || letters == QLatin1String("BF");
    return isPlain ? number : letters.left(1).toLower() + number;
}

QString roleText(Role role) {
    return fromView(name(role));
}

const Encoding* usualEncoding(const Format& format, std::span<const std::span<const Choice>> presets, int bits) {
    std::map<const Encoding*, std::uint64_t> used;
    for (const std::span<const Choice> choices : presets) {
        for (const Choice& choice : choices) {
            used[choice.encoding] += choice.isForced ? 0 : 1;
        }
    }
    const Encoding* best = nullptr;
    for (const Encoding* encoding : format.encodings()) {
        const bool fits = static_cast<int>(encoding->bitsPerWeight()) == bits && !encoding->requiresImportance();
        if (fits && (best == nullptr || used[encoding] > used[best])) {
            best = encoding;
        }
    }
    return best;
}

} // namespace quantlathe::ui
