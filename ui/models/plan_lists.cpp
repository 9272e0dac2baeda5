// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_lists.h"

#include "base/text.h"
#include "plan/paint.h"
#include "ui/look/theme.h"
#include "ui/models/cells.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <map>

namespace quantlathe::ui {

namespace {

/// One weight by its name, several by what they are for: "attn_v, ffn_down".
QString namesText(const std::vector<const Weight*>& weights) {
    if (weights.size() == 1) {
        return fromView(escapeForDisplay(weights.front()->name));
    }
    QStringList roles;
    for (const Weight* weight : weights) {
        roles.append(roleText(weight->role));
    }
    roles.removeDuplicates();
    return roles.join(QStringLiteral(", "));
}

} // namespace

QString ruleText(const PlanRule& rule) {
    QStringList parts;
    if (rule.glob) {
        parts.append(fromView(escapeForDisplay(*rule.glob)));
    }
    if (rule.regex) {
        parts.append(RulesModel::tr("/%1/").arg(fromView(escapeForDisplay(*rule.regex))));
    }
    if (rule.role) {
        parts.append(roleText(*rule.role));
    }
    if (rule.layers) {
        const auto [first, last] = *rule.layers;
        parts.append(first == last ? RulesModel::tr("layer %1").arg(first)
                                   : RulesModel::tr("layers %1 to %2").arg(first).arg(last));
    }
    return parts.join(QStringLiteral(", "));
}

RulesModel::RulesModel(Session& session, QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignRight}, parent), session_(session) {
    connect(&session_, &Session::planChanged, this, [this] {
        if (plan_ != session_.plan() || !plan_) { // else only its numbers on the card have changed
            rebuild();
        }
    });
    connect(&session_, &Session::pinsChanged, this, &RulesModel::rebuild);
    rebuild();
}

void RulesModel::rebuild() {
    beginResetModel();
    plan_ = session_.plan();
    lines_.clear();
    if (plan_) {
        std::map<std::string, Line> pins;
        std::map<std::string, Line> names;
        const auto add = [](std::map<std::string, Line>& lines, Line::Kind ofPlan, const Choice& choice) {
            Line& line = lines[std::string(choice.encoding->name())];
            line.kind = ofPlan;
            line.encoding = choice.encoding->name();
            line.weights.push_back(choice.weight);
        };
        std::vector<Line> rules(plan_->document.rules.size());
        for (std::size_t i = 0; i < rules.size(); ++i) {
            rules[i].kind = Line::Kind::rule;
            rules[i].rule = i;
        }
        Line rest;
        const std::vector<Decision> decisions = decisionsOf(*plan_);
        for (std::size_t i = 0; i < decisions.size(); ++i) {
            const Weight* weight = plan_->choices[i].weight;
            if (session_.pinned().contains(weight->name)) {
                add(pins, Line::Kind::pin, plan_->choices[i]);
                continue;
            }
            switch (decisions[i].decider) {
            case Decider::format: break;
            case Decider::preset: rest.weights.push_back(weight); break;
            case Decider::rule: rules[decisions[i].rule].weights.push_back(weight); break;
            case Decider::name: add(names, Line::Kind::name, plan_->choices[i]); break;
            }
        }
        for (auto* const lines : {&pins, &names}) {
            for (auto& [name, line] : *lines) {
                lines_.push_back(std::move(line));
            }
        }
        std::ranges::move(rules, std::back_inserter(lines_));
        lines_.push_back(std::move(rest));
    }
    endResetModel();
}

int RulesModel::rows() const {
    return static_cast<int>(lines_.size());
}

QString RulesModel::display(const Line& line, int row, int column) const {
    const PlanRule* rule = line.kind == Line::Kind::rule ? &plan_->document.rules[line.rule] : nullptr;
    switch (column) {
    case number: return grouped(static_cast<std::uint64_t>(row) + 1);
    case pattern:
        return rule != nullptr                   ? ruleText(*rule)
               : line.kind != Line::Kind::preset ? namesText(line.weights)
               : rowCount() > 1                  ? tr("everything else")
                                                 : tr("everything");
    case encoding:
        return rule != nullptr                   ? QString::fromStdString(rule->encoding)
               : line.kind != Line::Kind::preset ? QString::fromStdString(line.encoding)
                                                 : tr("as %1 says").arg(fromView(plan_->preset->name));
    case kind:
        return rule != nullptr                 ? (rule->isPassedOver ? QStringLiteral("--tensor-type") : tr("rule"))
               : line.kind == Line::Kind::pin  ? tr("pinned")
               : line.kind == Line::Kind::name ? tr("by name")
                                               : tr("preset");
    case weights: return grouped(line.weights.size());
    default: return {};
    }
}

QVariant RulesModel::cell(int row, int column, int role) const {
    const Line& line = lines_[static_cast<std::size_t>(row)];
    switch (role) {
    case Qt::DisplayRole: return display(line, row, column);
    case Qt::ForegroundRole:
        return column == number || column == kind || line.weights.empty() ? QVariant(theme().textSecondary) : QVariant();
    case Qt::ToolTipRole: return line.weights.empty() ? tr("Rules above decide all that it matches") : QString();
    case PlainTextRole: return column == weights ? QVariant(static_cast<qulonglong>(line.weights.size())) : QVariant();
    default: return {};
    }
}

QString RulesModel::title(int column) const {
    switch (column) {
    case number: return QStringLiteral("#");
    case pattern: return tr("Pattern");
    case encoding: return tr("Encoding");
    case kind: return tr("Kind");
    case weights: return tr("Weights");
    default: return {};
    }
}

std::optional<std::size_t> RulesModel::ruleAt(int row) const {
    if (row < 0 || row >= rowCount() || lines_[static_cast<std::size_t>(row)].kind != Line::Kind::rule) {
        return std::nullopt;
    }
    return lines_[static_cast<std::size_t>(row)].rule;
}

int RulesModel::rowOfRule(std::size_t rule) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (ruleAt(row) == rule) {
            return row;
        }
    }
    return -1;
}

bool RulesModel::canRemove(int row) const {
    return row >= 0 && row < rowCount() && lines_[static_cast<std::size_t>(row)].kind != Line::Kind::preset;
}

void RulesModel::remove(int row) {
    if (!canRemove(row)) {
        return;
    }
    const Line& line = lines_[static_cast<std::size_t>(row)];
    if (line.kind == Line::Kind::rule) {
        session_.setDocument(withoutRule(*plan_, line.rule));
        return;
    }
    if (line.kind == Line::Kind::pin) { // the encodings stay
        std::set<std::string> pinned = session_.pinned();
        std::ranges::for_each(line.weights, [&](const Weight* weight) { pinned.erase(weight->name); });
        session_.setPinned(std::move(pinned));
        return;
    }
    PlanDocument document = plan_->document;
    std::ranges::for_each(line.weights, [&](const Weight* weight) { document.weights.erase(weight->name); });
    session_.setDocument(std::move(document));
}

bool RulesModel::move(int row, int step) {
    const auto rule = ruleAt(row);
    const auto other = ruleAt(row + step);
    if (!rule || !other) {
        return false;
    }
    PlanDocument document = plan_->document;
    std::swap(document.rules[*rule], document.rules[*other]);
    session_.setDocument(std::move(document));
    return true;
}

void RulesModel::setRule(std::optional<std::size_t> index, const PlanRule& rule) {
    if (!plan_) {
        return;
    }
    PlanDocument document = plan_->document;
    if (index && *index < document.rules.size()) {
        document.rules[*index] = rule;
    } else {
        document.rules.insert(document.rules.begin(), rule);
    }
    session_.setDocument(std::move(document));
}

std::vector<const Weight*> RulesModel::weightsOf(int row) const {
    return row >= 0 && row < rowCount() ? lines_[static_cast<std::size_t>(row)].weights : std::vector<const Weight*>();
}

TotalsModel::TotalsModel(const Session& session, QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignRight, Qt::AlignRight, Qt::AlignRight, Qt::AlignLeft}, parent), session_(session) {
    connect(&session, &Session::planChanged, this, &TotalsModel::rebuild);
    rebuild();
}

void TotalsModel::rebuild() {
    std::vector<EncodingTotal> totals;
    tensorCount_ = 0;
    if (session_.plan()) {
        totals = totalsOf(session_.plan()->choices);
        tensorCount_ = session_.plan()->choices.size();
    }
    beginResetModel();
    totals_ = std::move(totals);
    largest_ = 0;
    for (const EncodingTotal& total : totals_) {
        largest_ = std::max(largest_, total.bytes);
    }
    endResetModel();
}

int TotalsModel::rows() const {
    return totals_.empty() ? 0 : static_cast<int>(totals_.size()) + 1;
}

const Encoding* TotalsModel::encodingAt(int row) const {
    return row >= 0 && row + 1 < rowCount() ? totals_[static_cast<std::size_t>(row)].encoding : nullptr;
}

QVariant TotalsModel::cell(int row, int column, int role) const {
    const std::uint64_t fileBytes = session_.plan() ? session_.plan()->fileBytes() : 0;
    const SizeUnit unit = sizeUnitFor(fileBytes);
    if (encodingAt(row) == nullptr) {
        const PlanFacts* facts = session_.planFacts();
        if (facts == nullptr || (role != Qt::DisplayRole && role != PlainTextRole)) {
            return {};
        }
        switch (column) {
        case encoding: return tr("Total");
        case bits: return decimal(facts->bitsPerWeight, 2);
        case tensors: return grouped(tensorCount_);
        case size: return unit == SizeUnit::megabytes ? tensorMegabytes(facts->fileBytes) : sizeNumber(facts->fileBytes, unit);
        case share: return tr("with metadata");
        default: return {};
        }
    }
    const EncodingTotal& total = totals_[static_cast<std::size_t>(row)];
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case encoding: return fromView(total.encoding->name());
        case bits: return decimal(total.bits, 2);
        case tensors: return grouped(total.tensors);
        case size: return unit == SizeUnit::megabytes ? tensorMegabytes(total.bytes) : sizeNumber(total.bytes, unit);
        default: return {};
        }
    case Qt::ForegroundRole: return total.isForced ? QVariant(theme().textSecondary) : QVariant();
    case Qt::ToolTipRole:
        return total.isForced ? tr("Norms, biases and what else the format stores in one way only")
                              : tr("%1 bytes").arg(grouped(total.bytes));
    case SwatchRole: return column == encoding ? QVariant(total.isForced ? 0.0 : total.bits) : QVariant();
    case LabelRole:
        return column != encoding ? QVariant() : total.isForced ? QVariant(QString()) : QVariant(shortLabel(*total.encoding));
    case BarValueRole:
        return column == share && largest_ > 0 && !total.isForced
                   ? QVariant(static_cast<double>(total.bytes) / static_cast<double>(largest_))
                   : QVariant();
    case BarColourRole: return column == share && !total.isForced ? QVariant(total.bits) : QVariant();
    case PlainTextRole:
        switch (column) {
        case bits: return QString::number(total.bits, 'g', 9);
        case tensors: return QString::number(total.tensors);
        case size: return QString::number(total.bytes);
        case share:
            return QString::number(
                static_cast<double>(total.bytes) / static_cast<double>(std::max<std::uint64_t>(1, fileBytes)), 'g', 9);
        default: return {};
        }
    default: return {};
    }
}

QString TotalsModel::title(int column) const {
    switch (column) {
    case encoding: return tr("Encoding");
    case bits: return tr("Bits");
    case tensors: return tr("Tensors");
    case size: return unitName(sizeUnitFor(session_.plan() ? session_.plan()->fileBytes() : 0));
    case share: return tr("Share");
    default: return {};
    }
}

} // namespace quantlathe::ui
