// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TensorTreeModel that changes the plan: which encodings a line may have, and setting one.
#include "ui/models/tensor_tree_model.h"

#include "ui/text/strings.h"

#include <algorithm>

namespace quantlathe::ui {

QString TensorTreeModel::presetEncoding(std::size_t weight) const {
    const PlanFacts* plan = session_.planFacts();
    const Weight* wanted = &model_->weights()[weight]; // a plan with pruned layers has others: its preset is not known
    for (const PlanFacts& facts : session_.presets()) {
        if (plan == nullptr || facts.preset != plan->preset || session_.plannedWeight(weight) != wanted) {
            continue;
        }
        const auto found = std::find_if(facts.choices.begin(), facts.choices.end(),
                                        [&](const Choice& choice) { return choice.weight == wanted; });
        return found == facts.choices.end() ? QString() : fromView(found->encoding->name());
    }
    return {};
}

std::vector<EncodingOption> TensorTreeModel::optionsFor(const QModelIndex& index) const {
    std::vector<EncodingOption> options;
    const auto weights = weightsOf(index);
    const auto& plan = session_.plan();
    if (!plan || model_ != session_.model()) {
        return options; // still in the making
    }
    std::vector<const Encoding*> offered = plan->suggestedEncodings();
    for (const std::size_t weight : weights) { // what a plan from a file named stays in the list
        const Encoding* const own = planned_[weight].encoding;
        if (own != nullptr && std::find(offered.begin(), offered.end(), own) == offered.end()) {
            offered.push_back(own);
        }
    }
    for (const Encoding* encoding : offered) {
        EncodingOption option{fromView(encoding->name()), encoding->bitsPerWeight(), 0, {}};
        std::size_t allowed = 0;
        for (const std::size_t weight : weights) {
            const Weight* const planned = session_.plannedWeight(weight);
            if (planned == nullptr) {
                option.reason = tr("the plan leaves the layer out");
            } else if (const auto reason = plan->whyNot(*planned, *encoding)) {
                option.reason = QString::fromStdString(*reason);
                option.bytes += planned_[weight].encoding != nullptr ? plannedBytes(weight) : 0;
            } else {
                option.bytes += encoding->bytes(planned->rows(), planned->columns());
                ++allowed;
            }
        }
        if (allowed > 0) {
            option.reason.clear(); // in a group the weights that cannot change keep what they have
        }
        options.push_back(std::move(option));
    }
    return options;
}

bool TensorTreeModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || static_cast<TensorColumn>(index.column()) != TensorColumn::plan) {
        return false;
    }
    setEncoding({index}, value.toString());
    return true;
}

void TensorTreeModel::setEncoding(const QModelIndexList& lines, const QString& encoding) {
    const Encoding* wanted = encoding.isEmpty() ? nullptr : encodingByName(encoding.toStdString());
    QStringList names;
    for (const QModelIndex& line : lines) {
        for (const std::size_t weight : weightsOf(line)) {
            const Weight* const planned = session_.plannedWeight(weight); // the plan's document has the names of its own
            if (planned != nullptr && (wanted == nullptr || !session_.plan()->whyNot(*planned, *wanted))) {
                names.append(QString::fromStdString(planned->name));
            }
        }
    }
    names.removeDuplicates();
    if (!names.isEmpty()) {
        session_.setEncoding(names, encoding);
    }
}

} // namespace quantlathe::ui
