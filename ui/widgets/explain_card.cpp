// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/explain_card.h"

#include "plan/explanation.h"
#include "ui/bridge/planner_service.h"
#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/models/explanation_model.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/facts_list.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int cardWidth = 820;
constexpr int tableHeight = 28 + 9 * 26;
constexpr int valueColumn = 190;
constexpr int fromTheEdge = 16;
constexpr std::array<int, 5> explanationWidths = {148, 76, 96, 76, 108}; // the reasons take the rest

/// "measured KL divergences", "role and depth": where the sensitivity comes from.
QString sensitivityText(SensitivitySource source) {
    switch (source) {
    case SensitivitySource::prior: return ExplainCard::tr("by role and depth, not measured");
    case SensitivitySource::importance: return ExplainCard::tr("by role and depth, errors weighed by the importance matrix");
    case SensitivitySource::measured: break;
    }
    return ExplainCard::tr("measured on this model");
}

/// With its factors where they are all there is to it.
QString lossText(const Alternative& now, const PriceOfWeight& price) {
    const QString loss = divergenceText(now.loss);
    if (price.shared.size() > 1) {
        return ExplainCard::tr("%1 nats a token, of all that share the encoding").arg(loss);
    }
    const double product = now.error * now.share * price.sensitivity;
    const QString error = percent(std::sqrt(now.error), 2);
    const QString sensitivity = significant(price.sensitivity, 3);
    if (now.share < 1) {
        return ExplainCard::tr("error (%1)² × sensitivity %2, of which calibrated codes leave %3: %4 nats a token")
            .arg(error, sensitivity, percent(now.share, 0), loss);
    }
    return std::abs(product - now.loss) <= 1e-6 * now.loss
               ? ExplainCard::tr("error (%1)² × sensitivity %2 = %3 nats a token").arg(error, sensitivity, loss)
               : ExplainCard::tr("%3 nats a token: more than error (%1)² × sensitivity %2, as the error is large")
                     .arg(error, sensitivity, loss);
}

QString priceText(const PriceOfWeight& price) {
    return ExplainCard::tr("%1 nats per %2")
        .arg(significant(price.price * price.step, 2), numberText(byteStepQuantity(price.step)));
}

} // namespace

ExplainCard::ExplainCard(Session& session, PlannerService& planner, QWidget* parent)
    : QFrame(parent, Qt::Popup), session_(session), planner_(planner) {
    setAccessibleName(tr("Why this encoding"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 8, 1, 8);
    column->setSpacing(4);
    const auto inset = [&](QWidget* widget) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(16, 0, 16, 0);
        row->addWidget(widget);
        column->addLayout(row);
    };
    title_ = makeLabel({}, false, boldFont(TextSize::heading), this);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long name does not widen the card
    inset(title_);
    reason_ = makeLabel({}, false, textFont(TextSize::body), this);
    reason_->setWordWrap(true);
    inset(reason_);
    facts_ = new FactsList(valueColumn, 0, this);
    column->addWidget(facts_);
    model_ = new ExplanationModel(this);
    view_ = new QTableView(this);
    prepareTable(*view_);
    view_->setAccessibleName(tr("Other encodings of this weight"));
    view_->setModel(model_);
    view_->setTextElideMode(Qt::ElideRight);
    view_->verticalHeader()->setDefaultSectionSize(26);
    view_->horizontalHeader()->setSectionResizeMode(static_cast<int>(ExplanationColumn::worth), QHeaderView::Stretch);
    for (std::size_t i = 0; i < explanationWidths.size(); ++i) {
        view_->setColumnWidth(static_cast<int>(i), explanationWidths[i]);
    }
    column->addWidget(view_, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 4, 16, 0);
    state_ = makeElidedLabel({}, textFont(TextSize::caption), this);
    cancel_ = new QPushButton(tr("Cancel"), this);
    row->addWidget(state_, 1);
    row->addWidget(cancel_);
    column->addLayout(row);
    connect(cancel_, &QPushButton::clicked, &planner_, &PlannerService::cancel);
    connect(&planner_, &PlannerService::changed, this, &ExplainCard::followPlanner);
    connect(&session_, &Session::planChanged, this, &ExplainCard::ask);
    connect(&session_, &Session::modelChanged, this, &QWidget::hide);
}

QString ExplainCard::reason() const {
    return reason_->text();
}

QString ExplainCard::title() const {
    return title_->text();
}

void ExplainCard::explain(std::size_t weight, const QPoint& global) {
    const Weight* const planned = session_.plannedWeight(weight);
    if (planned == nullptr) {
        return;
    }
    weight_ = weight;
    title_->setText(QString::fromStdString(planned->name));
    reason_->setText({});
    facts_->setRows({});
    model_->setPrice(std::nullopt);
    planner_.start();
    ask();
    followPlanner();
    place(global);
    show();
    view_->setFocus(Qt::PopupFocusReason);
}

/// Off the window's thread: presets count all weights to say what one gets.
void ExplainCard::ask() {
    const auto plan = session_.plan();
    const Weight* const weight = weight_ && plan ? session_.plannedWeight(*weight_) : nullptr;
    if (weight == nullptr) {
        return;
    }
    asked_ = planner_.planner();
    lane_.ask(
        this,
        [plan, planner = asked_, isMix = planner_.mix() != nullptr, weight](const CancelToken&) {
            return quantlathe::explain(*plan, planner.get(), isMix, *weight);
        },
        [this, plan, planner = asked_](Outcome<Explanation> outcome) { // both live until the answer is shown
            if (const auto* explanation = std::get_if<Explanation>(&outcome)) {
                showAnswer(*explanation);
            } else {
                reason_->setText(std::get<Problem>(outcome).text());
            }
            Q_EMIT answered();
        },
        TaskLane::Order::replace);
}

std::vector<QStringList> ExplainCard::factsOf(const Explanation& explanation) const {
    std::vector<QStringList> rows;
    rows.push_back({tr("Encoding"), tr("%1, %2, %3 bits per weight")
                                        .arg(fromView(explanation.choice.encoding->name()), fileSize(explanation.bytes),
                                             decimal(explanation.choice.encoding->bitsPerWeight(), 2))});
    if (!explanation.price || asked_ == nullptr) {
        return rows;
    }
    const PriceOfWeight& price = *explanation.price;
    if (price.chosen) {
        const Alternative& now = price.alternatives[*price.chosen];
        rows.push_back({tr("Predicted loss"), lossText(now, price)});
    }
    rows.push_back({tr("Sensitivity"), sensitivityText(asked_->table().sensitivity.source)});
    rows.push_back({tr("Price of bytes"), tr("%1, in the best plan of this size").arg(priceText(price))});
    if (price.shared.size() > 1) {
        QStringList names;
        for (const Weight* const weight : price.shared) {
            names.append(QString::fromStdString(weight->name));
        }
        rows.push_back({tr("One encoding for"), names.join(QStringLiteral(", "))});
    }
    const auto add = [&](const QString& title, std::optional<std::size_t> place) {
        if (place && price.chosen) {
            const Alternative& other = price.alternatives[*place];
            rows.push_back({title, QStringLiteral("%1, %2: %3")
                                       .arg(fromView(other.encoding->name()),
                                            changeOfBytes(other.bytes, price.alternatives[*price.chosen].bytes),
                                            QString::fromStdString(worthText(other, price)))});
        }
    };
    add(tr("Next better"), price.nextBetter);
    add(tr("Next smaller"), price.nextSmaller);
    return rows;
}

void ExplainCard::showAnswer(const Explanation& explanation) {
    title_->setText(QStringLiteral("%1 · %2").arg(QString::fromStdString(explanation.choice.weight->name),
                                                  fromView(explanation.choice.encoding->name())));
    QString reason = QString::fromStdString(explanation.origin.sentence);
    if (explanation.price && explanation.origin.kind != ChoiceOrigin::Kind::pin && explanation.price->isPinned) {
        reason += QLatin1Char(' ') + QString::fromStdString(explanation.price->pin);
    }
    reason_->setText(reason);
    setAccessibleDescription(reason);
    facts_->setRows(factsOf(explanation));
    model_->setPrice(explanation.price);
    view_->setVisible(model_->rowCount() > 0);
    if (const int row = model_->chosenRow(); row >= 0) {
        view_->setCurrentIndex(model_->index(row, 0));
        view_->scrollTo(model_->index(row, 0), QAbstractItemView::PositionAtCenter);
    }
    followPlanner();
    place(pos());
}

void ExplainCard::followPlanner() {
    if (!weight_) {
        return;
    }
    if (planner_.planner() != asked_) {
        ask();
    }
    cancel_->setVisible(planner_.isMeasuring());
    const auto& planner = planner_.planner();
    const bool isKept = session_.plan() && session_.plannedWeight(*weight_) != nullptr &&
                        !session_.plan()->format->offersChoice(*session_.plan()->model, *session_.plannedWeight(*weight_));
    state_->setText(isKept ? tr("This weight has no other encoding")
                    : planner_.isMeasuring()
                        ? tr("Measuring what every encoding loses, %1").arg(percent(planner_.measuredShare(), 0))
                    : planner == nullptr ? tr("What other encodings lose is not measured")
                    : planner->table().errors == ErrorSource::sampled
                        ? tr("Errors from a sample of the rows. A loss is the predicted KL divergence from the original")
                        : tr("Errors from all rows. A loss is the predicted KL divergence from the original"));
}

void ExplainCard::place(const QPoint& global) {
    const QRect room = QRect(parentWidget()->mapToGlobal(QPoint(0, 0)), parentWidget()->size())
                           .adjusted(fromTheEdge, fromTheEdge, -fromTheEdge, -fromTheEdge);
    const int width = std::min(cardWidth, room.width());
    view_->setFixedHeight(std::min(tableHeight, room.height() / 2));
    setFixedWidth(width);
    const int height = std::min(std::max(sizeHint().height(), layout()->heightForWidth(width)), room.height());
    resize(width, height);
    move(std::clamp(global.x(), room.left(), std::max(room.left(), room.right() - width)),
         std::clamp(global.y(), room.top(), std::max(room.top(), room.bottom() - height)));
}

void ExplainCard::hideEvent(QHideEvent* event) {
    QFrame::hideEvent(event);
    weight_.reset();
    asked_.reset();
    lane_.cancelAll();
}

void ExplainCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.setPen(theme().control);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace quantlathe::ui
