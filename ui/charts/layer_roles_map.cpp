// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/layer_charts.h"

#include "ui/look/fonts.h"
#include "ui/models/tensor_rows.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>
#include <QMouseEvent>
#include <set>

namespace quantlathe::ui {

namespace {

constexpr int labelWidth = 96;
constexpr int layersHeight = 22;
constexpr int footHeight = 48;
constexpr int tallestRow = 32;

} // namespace

LayerRolesMap::LayerRolesMap(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setMinimumHeight(160);
    setAccessibleName(tr("All layers by role"));
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

void LayerRolesMap::show(const Model* model, const ModelScan& scan, const std::vector<double>& errors) {
    model_ = model;
    // Only the summaries are needed: histograms stay where they are.
    scan_ = {};
    scan_.weights = scan.weights;
    errors_ = errors;
    refill();
}

void LayerRolesMap::setMeasure(LayerMeasure measure) {
    measure_ = measure;
    refill();
}

void LayerRolesMap::select(std::size_t weight) {
    selected_ = weight;
    update();
}

void LayerRolesMap::refill() {
    hovered_ = nullptr;
    cells_.clear();
    roles_.clear();
    layers_.clear();
    if (model_ == nullptr) {
        update();
        return;
    }
    std::set<Role> roles;
    std::set<std::uint32_t> layers;
    const auto isShown = [](const Weight& weight) {
        return weight.layer && weight.role != Role::other && !weight.isBias && weight.dimensions() > 1;
    };
    for (const Weight& weight : model_->weights()) {
        if (isShown(weight)) {
            roles.insert(weight.role);
            layers.insert(*weight.layer);
        }
    }
    roles_.assign(roles.begin(), roles.end());
    layers_.assign(layers.begin(), layers.end());
    cells_.assign(roles_.size(), std::vector<std::optional<Cell>>(layers_.size()));
    low_ = std::numeric_limits<double>::infinity();
    high_ = -low_;
    for (std::size_t index = 0; index < model_->weights().size(); ++index) {
        const Weight& weight = model_->weights()[index];
        if (!isShown(weight)) {
            continue;
        }
        Cell cell{index, 0, false};
        if (measure_ == LayerMeasure::error) {
            cell.known = index < errors_.size() && errors_[index] >= 0;
            cell.value = cell.known ? errors_[index] : 0;
        } else if (index < scan_.weights.size() && scan_.weights[index]) {
            const WeightSummary& s = *scan_.weights[index];
            cell.known = true;
            cell.value = measure_ == LayerMeasure::standardDeviation ? s.standardDeviation
                         : measure_ == LayerMeasure::kurtosis        ? s.excessKurtosis
                                                                     : s.largest;
        }
        if (cell.known) {
            low_ = std::min(low_, cell.value);
            high_ = std::max(high_, cell.value);
        }
        const auto row = static_cast<std::size_t>(std::lower_bound(roles_.begin(), roles_.end(), weight.role) - roles_.begin());
        const auto column =
            static_cast<std::size_t>(std::lower_bound(layers_.begin(), layers_.end(), *weight.layer) - layers_.begin());
        cells_[row][column] = cell;
    }
    update();
}

QRect LayerRolesMap::cellRect(std::size_t role, std::size_t layer) const {
    const int columns = std::max(1, static_cast<int>(layers_.size()));
    const int rows = std::max(1, static_cast<int>(roles_.size()));
    const double cellWidth = (width() - labelWidth - 16.0) / columns;
    const int cellHeight = std::clamp((height() - layersHeight - footHeight) / rows, 10, tallestRow);
    const int left = labelWidth + static_cast<int>(std::lround(cellWidth * static_cast<double>(layer)));
    const int right = labelWidth + static_cast<int>(std::lround(cellWidth * static_cast<double>(layer + 1)));
    return {left, layersHeight + cellHeight * static_cast<int>(role), std::max(2, right - left), cellHeight};
}

const LayerRolesMap::Cell* LayerRolesMap::cellAt(const QPoint& position) const {
    for (std::size_t role = 0; role < roles_.size(); ++role) {
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            if (cells_[role][layer] && cellRect(role, layer).contains(position)) {
                return &*cells_[role][layer];
            }
        }
    }
    return nullptr;
}

QString LayerRolesMap::valueText(double value) const {
    return measure_ == LayerMeasure::error ? percent(value, 2) : significant(value, 3);
}

void LayerRolesMap::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setFont(textFont(TextSize::caption));
    if (roles_.empty()) {
        painter.setPen(t.textSecondary);
        painter.drawText(rect(), Qt::AlignCenter, tr("The layers of this architecture are not known."));
        return;
    }
    const int columnWidth = cellRect(0, 0).width();
    const std::size_t every = layers_.size() > 48 ? 5 : columnWidth >= 24 ? 1 : 2;
    painter.setPen(t.textSecondary);
    painter.drawText(QRect(0, 0, labelWidth - 12, layersHeight), Qt::AlignRight | Qt::AlignVCenter, tr("layer"));
    for (std::size_t layer = 0; layer < layers_.size(); layer += every) {
        painter.drawText(cellRect(0, layer).adjusted(-20, -layersHeight, 20, 0).intersected(QRect(0, 0, width(), layersHeight)),
                         Qt::AlignHCenter | Qt::AlignVCenter, grouped(layers_[layer]));
    }
    const double range = high_ - low_;
    const Cell* shown = hovered_;
    QRect selection;
    for (std::size_t role = 0; role < roles_.size(); ++role) {
        painter.setPen(t.text);
        const QRect first = cellRect(role, 0);
        painter.drawText(QRect(0, first.top(), labelWidth - 12, first.height()), Qt::AlignRight | Qt::AlignVCenter,
                         fromView(name(roles_[role])));
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            const auto& cell = cells_[role][layer];
            if (!cell) {
                continue;
            }
            const QRect rect = cellRect(role, layer);
            const double share = range > 0 ? (cell->value - low_) / range : 0.5;
            const QColor colour = !cell->known                      ? t.track
                                  : measure_ == LayerMeasure::error ? t.errorColour(share)
                                                                    : t.neutralColour(share);
            painter.fillRect(rect.adjusted(0, 0, -1, -1), colour);
            if (cell->weight == selected_) {
                selection = rect;
                shown = shown != nullptr ? shown : &*cell;
            }
        }
    }
    if (selection.isValid()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(selection).adjusted(-1, -1, 0, 0), 2, 2);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    // Scale at the left, value under the pointer at the right.
    const int footTop = cellRect(roles_.size() - 1, 0).bottom() + 14;
    if (std::isfinite(range)) {
        constexpr int scaleWidth = 240;
        for (int x = 0; x < scaleWidth; ++x) {
            const double share = static_cast<double>(x) / (scaleWidth - 1);
            painter.fillRect(QRect(labelWidth + x, footTop, 1, 10),
                             measure_ == LayerMeasure::error ? t.errorColour(share) : t.neutralColour(share));
        }
        painter.setPen(t.textSecondary);
        const QRect texts(labelWidth, footTop + 12, scaleWidth, 18);
        painter.drawText(texts, Qt::AlignLeft | Qt::AlignTop, valueText(low_));
        painter.drawText(texts, Qt::AlignRight | Qt::AlignTop, valueText(high_));
    }
    if (shown != nullptr && model_ != nullptr) {
        painter.setPen(t.text);
        painter.drawText(QRect(labelWidth + 260, footTop - 5, width() - labelWidth - 276, 20),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("%1: %2").arg(longName(model_->weights()[shown->weight]),
                                                      shown->known ? valueText(shown->value) : unknownText()));
    }
}

void LayerRolesMap::mousePressEvent(QMouseEvent* event) {
    if (const Cell* cell = cellAt(event->pos())) {
        Q_EMIT weightClicked(cell->weight);
    }
}

void LayerRolesMap::mouseMoveEvent(QMouseEvent* event) {
    hovered_ = cellAt(event->pos());
    update();
}

void LayerRolesMap::leaveEvent(QEvent*) {
    hovered_ = nullptr;
    update();
}

Picture LayerRolesMap::picture() {
    return {tr("All layers by role"), size(), [this](QCPPainter& painter) { render(&painter, QPoint(), QRegion(), {}); },
            [this] { return csv(); }};
}

QByteArray LayerRolesMap::csv() const {
    QStringList header{QStringLiteral("role")};
    for (const std::uint32_t layer : layers_) {
        header.append(QString::number(layer));
    }
    QByteArray text = csvLine(header);
    for (std::size_t role = 0; role < roles_.size(); ++role) {
        QStringList fields{fromView(name(roles_[role]))};
        for (const auto& cell : cells_[role]) {
            fields.append(cell && cell->known ? QString::number(cell->value, 'g', 9) : QString());
        }
        text += csvLine(fields);
    }
    return text;
}

} // namespace quantlathe::ui
