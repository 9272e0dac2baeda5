// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_drawings.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"

#include <array>
#include <cmath>
#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <utility>
#include <vector>

namespace quantlathe::ui {

namespace {

struct Drawings {
    Q_DECLARE_TR_FUNCTIONS(Drawings)
};

constexpr int width = 560;
constexpr int height = 132;

/// Always the same small "weights", so that drawings do not change from one look to the next.
double sampleValue(int i) {
    return std::sin(i * 2.3) * 0.55 + std::sin(i * 0.71 + 1) * 0.35;
}

void text(QPainter& p, const QRectF& place, const QString& words, int alignment = Qt::AlignCenter, bool isSecondary = true) {
    p.setPen(isSecondary ? theme().textSecondary : theme().text);
    p.drawText(place, alignment | Qt::TextWordWrap, words);
}

void sign(QPainter& p, const QRectF& place, const QString& which) {
    p.save();
    p.setFont(boldFont(TextSize::keyFigure));
    text(p, place, which, Qt::AlignCenter, false);
    p.restore();
}

void box(QPainter& p, const QRectF& place, const QColor& fill, const QString& words = {}) {
    p.setPen(QPen(theme().axis, 1));
    p.setBrush(fill);
    p.drawRect(place);
    if (!words.isEmpty()) {
        p.setPen(inkOn(fill));
        p.drawText(place, Qt::AlignCenter, words);
    }
}

void arrow(QPainter& p, QPointF from, QPointF to, const QColor& colour) {
    p.setPen(QPen(colour, 1.5));
    p.drawLine(from, to);
    const double angle = std::atan2(to.y() - from.y(), to.x() - from.x());
    QPainterPath head(to);
    for (const double side : {2.6, -2.6}) {
        head.lineTo(to + 8 * QPointF(std::cos(angle + side), std::sin(angle + side)));
    }
    p.setBrush(colour);
    p.setPen(Qt::NoPen);
    p.drawPath(head);
}

void drawLevels(QPainter& p) {
    const double y = 78;
    p.setPen(QPen(theme().axis, 1));
    p.drawLine(QPointF(20, y), QPointF(540, y));
    for (int i = 0; i < 16; ++i) {
        const double x = 30 + i * 33.3;
        p.setPen(QPen(theme().levels, 2));
        p.drawLine(QPointF(x, y - 8), QPointF(x, y + 8));
        text(p, {x - 16, y + 10, 32, 18}, QString::number(i));
    }
    const double weight = 30 + 9.4 * 33.3;
    p.setPen(Qt::NoPen);
    p.setBrush(theme().accent);
    p.drawEllipse(QPointF(weight, 40), 5, 5);
    text(p, {weight - 90, 8, 180, 20}, Drawings::tr("a weight"), Qt::AlignCenter, false);
    arrow(p, {weight, 46}, {30 + 9 * 33.3, y - 10}, theme().accent);
    text(p, {20, 108, 520, 20}, Drawings::tr("4 bits: sixteen levels, code 9 is stored"));
}

void drawBlock(QPainter& p) {
    for (int i = 0; i < 16; ++i) {
        const double value = sampleValue(i);
        const QRectF bar(24 + i * 22, value < 0 ? 52 : 52 - value * 40, 16, std::abs(value) * 40);
        p.fillRect(bar, theme().histogram);
        box(p, {22.0 + i * 22, 98, 20, 18}, theme().bitsColour(4.5),
            QString::number(static_cast<int>(std::lround(value * 7)) + 8));
    }
    p.setPen(QPen(theme().axis, 1));
    p.drawLine(QPointF(20, 52), QPointF(376, 52));
    box(p, {410, 98, 60, 18}, theme().bitsColour(16), Drawings::tr("scale"));
    text(p, {390, 30, 160, 44}, Drawings::tr("a block of weights"), Qt::AlignLeft | Qt::AlignVCenter);
    text(p, {474, 98, 84, 18}, Drawings::tr("is stored"), Qt::AlignLeft | Qt::AlignVCenter);
}

void drawFits(QPainter& p) {
    constexpr std::array<std::pair<const char*, double>, 3> presets = {{{"BF16", 16.1}, {"Q6_K", 6.6}, {"Q4_K_M", 4.9}}};
    constexpr double perGigabyte = 24;
    for (std::size_t i = 0; i < presets.size(); ++i) {
        const double y = 18 + 32.0 * static_cast<double>(i);
        text(p, {4, y, 66, 20}, QLatin1String(presets[i].first), Qt::AlignRight | Qt::AlignVCenter, false);
        p.fillRect(QRectF(78, y, presets[i].second * perGigabyte, 20), theme().memWeights);
    }
    const double limit = 78 + 12 * perGigabyte;
    p.setPen(QPen(theme().text, 2));
    p.drawLine(QPointF(limit, 8), QPointF(limit, 112));
    text(p, {limit - 120, 112, 240, 18}, Drawings::tr("an 8B model and a card of 12 GB"));
}

void drawBandwidth(QPainter& p) {
    const auto row = [&p](double y, int packets, double spacing, const QString& words) {
        box(p, {10, y, 110, 34}, theme().header, Drawings::tr("memory"));
        box(p, {330, y, 110, 34}, theme().header, Drawings::tr("processor"));
        p.setPen(QPen(theme().control, 1));
        p.drawLine(QPointF(120, y + 5), QPointF(330, y + 5));
        p.drawLine(QPointF(120, y + 29), QPointF(330, y + 29));
        for (int i = 0; i < packets; ++i) {
            p.fillRect(QRectF(126 + i * spacing, y + 9, spacing - 4, 16), theme().memWeights);
        }
        text(p, {446, y, 112, 34}, words, Qt::AlignLeft | Qt::AlignVCenter, false);
    };
    row(14, 5, 40, Drawings::tr("16 bits: slow"));
    row(76, 5, 13, Drawings::tr("4 bits: fast"));
}

void drawDivergence(QPainter& p) {
    constexpr std::array<double, 7> original = {0.42, 0.22, 0.13, 0.09, 0.06, 0.05, 0.03};
    constexpr std::array<double, 7> quantized = {0.36, 0.26, 0.15, 0.07, 0.08, 0.04, 0.04};
    for (std::size_t i = 0; i < original.size(); ++i) {
        const double x = 30 + 52.0 * static_cast<double>(i);
        p.fillRect(QRectF(x, 100 - original[i] * 200, 18, original[i] * 200), theme().histogram);
        p.fillRect(QRectF(x + 20, 100 - quantized[i] * 200, 18, quantized[i] * 200), theme().levels);
    }
    p.setPen(QPen(theme().axis, 1));
    p.drawLine(QPointF(20, 100), QPointF(400, 100));
    text(p, {20, 104, 380, 20}, Drawings::tr("probability of each next token"));
    p.fillRect(QRectF(420, 30, 14, 14), theme().histogram);
    text(p, {442, 27, 116, 20}, Drawings::tr("original"), Qt::AlignLeft | Qt::AlignVCenter, false);
    p.fillRect(QRectF(420, 56, 14, 14), theme().levels);
    text(p, {442, 53, 116, 20}, Drawings::tr("quantized"), Qt::AlignLeft | Qt::AlignVCenter, false);
}

void drawMemory(QPainter& p) {
    struct Part {
        double share;
        QColor colour;
        QString words;
    };
    const std::vector<Part> parts = {{0.42, theme().memWeights, Drawings::tr("weights")},
                                     {0.18, theme().memKv, Drawings::tr("KV cache")},
                                     {0.08, theme().memCompute, Drawings::tr("compute")},
                                     {0.12, theme().memOverhead, Drawings::tr("overhead")},
                                     {0.20, theme().memFree, Drawings::tr("free")}};
    double x = 10;
    int i = 0;
    for (const Part& part : parts) {
        const double w = part.share * 540;
        box(p, {x, 34, w, 40}, part.colour);
        text(p, {x + w / 2 - 60, i % 2 == 0 ? 80.0 : 10.0, 120, 20}, part.words, Qt::AlignCenter, false);
        x += w;
        ++i;
    }
    text(p, {10, 108, 540, 20}, Drawings::tr("the memory of the card"));
}

void drawMix(QPainter& p) {
    constexpr std::array<double, 3> bits = {3.4, 4.5, 6.6};
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 12; ++column) {
            const bool isEdge = column == 0 || column == 11;
            const std::size_t level = row == 2 || (row == 3 && isEdge) ? 2 : isEdge || (row + column) % 4 == 0 ? 1 : 0;
            p.fillRect(QRectF(96 + column * 34, 8 + row * 26, 33, 25), theme().bitsColour(bits[level]));
        }
    }
    for (int row = 0; row < 4; ++row) {
        constexpr std::array<const char*, 4> roles = {"attn_q", "ffn_up", "attn_v", "ffn_down"};
        text(p, {4, 8.0 + row * 26, 86, 25}, QLatin1String(roles[static_cast<std::size_t>(row)]),
             Qt::AlignRight | Qt::AlignVCenter, false);
    }
    text(p, {96, 112, 408, 20}, Drawings::tr("layers; darker has more bits"));
}

/// A matrix of small cells, some columns of which `isStrong`.
void cells(QPainter& p, QPointF corner, int rows, int columns, const auto& colourOf) {
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            p.fillRect(QRectF(corner.x() + column * 16, corner.y() + row * 14, 15, 13), colourOf(row, column));
        }
    }
}

void drawImportance(QPainter& p) {
    const auto use = [](int column) { return 0.1 + 0.9 * std::pow(std::abs(std::sin(column * 1.9 + 0.4)), 4); };
    for (int column = 0; column < 24; ++column) {
        p.fillRect(QRectF(20 + column * 16, 44 - use(column) * 38, 13, use(column) * 38), theme().accent);
    }
    cells(p, {18, 52}, 5, 24, [&](int, int column) { return theme().errorColour(1 - use(column)); });
    text(p, {412, 8, 146, 40}, Drawings::tr("how much each column is used"), Qt::AlignLeft | Qt::AlignVCenter);
    text(p, {412, 64, 146, 44}, Drawings::tr("error that is allowed there"), Qt::AlignLeft | Qt::AlignVCenter);
}

void drawOutlier(QPainter& p) {
    for (int i = 0; i < 30; ++i) {
        const double size = i == 17 ? 96 : 14 + 8 * std::abs(sampleValue(i));
        p.fillRect(QRectF(20 + i * 13, 110 - size, 10, size), i == 17 ? theme().levels : theme().histogram);
    }
    p.setPen(QPen(theme().axis, 1));
    p.drawLine(QPointF(16, 110), QPointF(412, 110));
    text(p, {420, 30, 138, 60}, Drawings::tr("one channel stretches the scale of all"), Qt::AlignLeft | Qt::AlignVCenter);
}

void drawSuperblock(QPainter& p) {
    for (int block = 0; block < 8; ++block) {
        const double x = 16 + block * 66;
        box(p, {x, 36, 62, 34}, theme().bitsColour(4.5), QStringLiteral("32"));
        box(p, {x + 8, 76, 46, 18}, theme().bitsColour(6.6), Drawings::tr("scale"));
    }
    box(p, {16, 104, 524, 20}, theme().bitsColour(16), Drawings::tr("one scale of the scales, in 16 bits"));
    text(p, {16, 8, 524, 22}, Drawings::tr("256 weights"), Qt::AlignCenter, false);
}

void drawNested(QPainter& p) {
    for (int block = 0; block < 6; ++block) {
        const double x = 16 + block * 62;
        box(p, {x, 16, 56, 34}, theme().bitsColour(4.1), QStringLiteral("64"));
        arrow(p, {x + 28, 52}, {x + 28, 70}, theme().axis);
        box(p, {x + 4, 72, 48, 20}, theme().bitsColour(8.5), Drawings::tr("8 bits"));
    }
    text(p, {392, 16, 166, 34}, Drawings::tr("blocks of NF4"), Qt::AlignLeft | Qt::AlignVCenter);
    text(p, {392, 66, 166, 34}, Drawings::tr("their scales, quantized again"), Qt::AlignLeft | Qt::AlignVCenter);
}

void drawShift(QPainter& p) {
    const auto half = [&p](double x, double activation, double weight, const QString& words) {
        for (int i = 0; i < 10; ++i) {
            const double a = i == 6 ? activation : 12 + 6 * std::abs(sampleValue(i));
            const double w = i == 6 ? weight : 10 + 8 * std::abs(sampleValue(i + 5));
            p.fillRect(QRectF(x + i * 20, 56 - a, 14, a), i == 6 ? theme().levels : theme().histogram);
            p.fillRect(QRectF(x + i * 20, 62, 14, w), i == 6 ? theme().levels : theme().memWeights);
        }
        text(p, {x - 10, 110, 210, 20}, words, Qt::AlignCenter, false);
    };
    half(16, 52, 10, Drawings::tr("before"));
    half(250, 22, 34, Drawings::tr("after"));
    text(p, {456, 20, 102, 36}, Drawings::tr("activations"), Qt::AlignLeft | Qt::AlignVCenter);
    text(p, {456, 62, 102, 36}, Drawings::tr("weights"), Qt::AlignLeft | Qt::AlignVCenter);
}

void drawFeedback(QPainter& p) {
    cells(p, {20, 24}, 5, 24, [](int row, int column) {
        return column < 9    ? theme().bitsColour(4.5)
               : column == 9 ? theme().levels
                             : theme().neutralColour(0.2 + 0.3 * std::abs(sampleValue(row + column)));
    });
    for (int row = 0; row < 3; ++row) {
        arrow(p, {184, 30.0 + row * 28}, {260.0 + row * 60, 30.0 + row * 28}, theme().accent);
    }
    text(p, {20, 100, 150, 28}, Drawings::tr("rounded"));
    text(p, {190, 100, 214, 28}, Drawings::tr("corrected by the error"));
}

void drawFp8(QPainter& p) {
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 14; ++column) {
            box(p, {16.0 + column * 28, 12.0 + row * 32, 26, 24}, theme().bitsColour(8.5), QStringLiteral("8"));
        }
        box(p, {424, 12.0 + row * 32, 110, 24}, theme().bitsColour(16), Drawings::tr("row's scale"));
    }
    text(p, {16, 108, 518, 20}, Drawings::tr("sign, 4 bits of exponent, 3 of mantissa"));
}

void drawCodebooks(QPainter& p) {
    const auto vector = [&p](double x, const QColor& colour, const auto& valueAt) {
        for (int i = 0; i < 8; ++i) {
            const double value = valueAt(i) * 30;
            p.fillRect(QRectF(x + i * 16, value < 0 ? 60 : 60 - value, 12, std::abs(value)), colour);
        }
        p.setPen(QPen(theme().axis, 1));
        p.drawLine(QPointF(x - 4, 60), QPointF(x + 130, 60));
    };
    const auto first = [](int i) { return sampleValue(i); };
    const auto second = [](int i) { return sampleValue(i + 7); };
    vector(20, theme().memWeights, first);
    vector(210, theme().memKv, second);
    vector(400, theme().levels, [&](int i) { return first(i) + second(i); });
    sign(p, {160, 44, 40, 32}, QStringLiteral("+"));
    sign(p, {350, 44, 40, 32}, QStringLiteral("="));
    text(p, {16, 104, 140, 20}, Drawings::tr("first code book"));
    text(p, {206, 104, 140, 20}, Drawings::tr("second code book"));
    text(p, {396, 104, 140, 20}, Drawings::tr("eight weights"));
}

void drawSolver(QPainter& p) {
    const auto line = [&p](double y, double shift, const QString& words) {
        p.setPen(QPen(theme().axis, 1));
        p.drawLine(QPointF(20, y), QPointF(400, y));
        for (int i = 0; i < 8; ++i) {
            p.setPen(QPen(theme().levels, 2));
            p.drawLine(QPointF(34 + i * 48 + shift, y - 8), QPointF(34 + i * 48 + shift, y + 8));
        }
        p.setPen(Qt::NoPen);
        p.setBrush(theme().accent);
        for (int i = 0; i < 12; ++i) {
            p.drawEllipse(QPointF(52 + (i % 7) * 48 + 5 * sampleValue(i), y), 3, 3);
        }
        text(p, {412, y - 20, 146, 40}, words, Qt::AlignLeft | Qt::AlignVCenter);
    };
    line(36, 0, Drawings::tr("levels between the weights"));
    line(92, 18, Drawings::tr("zero point moved"));
}

void drawSparse(QPainter& p) {
    const auto isOutlier = [](int row, int column) { return (row * 7 + column * 5) % 23 == 0; };
    cells(p, {20, 14}, 6, 14,
          [&](int row, int column) { return isOutlier(row, column) ? theme().track : theme().bitsColour(3.4); });
    cells(p, {300, 14}, 6, 14,
          [&](int row, int column) { return isOutlier(row, column) ? theme().bitsColour(16) : theme().surface; });
    sign(p, {246, 40, 50, 32}, QStringLiteral("+"));
    text(p, {20, 104, 224, 20}, Drawings::tr("3 bits in small groups"));
    text(p, {300, 104, 224, 20}, Drawings::tr("outliers in 16 bits"));
}

using Draw = void (*)(QPainter&);
constexpr std::array<std::pair<const char*, Draw>, 17> drawings = {{{"levels", drawLevels},
                                                                    {"block", drawBlock},
                                                                    {"fits", drawFits},
                                                                    {"bandwidth", drawBandwidth},
                                                                    {"divergence", drawDivergence},
                                                                    {"memory", drawMemory},
                                                                    {"mix", drawMix},
                                                                    {"importance", drawImportance},
                                                                    {"outlier", drawOutlier},
                                                                    {"superblock", drawSuperblock},
                                                                    {"nested", drawNested},
                                                                    {"shift", drawShift},
                                                                    {"feedback", drawFeedback},
                                                                    {"fp8", drawFp8},
                                                                    {"codebooks", drawCodebooks},
                                                                    {"solver", drawSolver},
                                                                    {"sparse", drawSparse}}};

} // namespace

QStringList guideDrawings() {
    QStringList names;
    for (const auto& [name, draw] : drawings) {
        names.append(QLatin1String(name));
    }
    return names;
}

QImage guideDrawing(const QString& name, double devicePixelRatio) {
    for (const auto& [known, draw] : drawings) {
        if (name == QLatin1String(known)) {
            QImage image(QSizeF(width * devicePixelRatio, height * devicePixelRatio).toSize(),
                         QImage::Format_ARGB32_Premultiplied);
            image.setDevicePixelRatio(devicePixelRatio);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setFont(textFont(TextSize::caption));
            draw(painter);
            return image;
        }
    }
    return {};
}

} // namespace quantlathe::ui
