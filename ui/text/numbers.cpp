// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/numbers.h"

#include "ui/text/strings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QCoreApplication>
#include <QLocale>

namespace quantlathe::ui {

namespace {

constexpr double kilo = 1e3;
constexpr double mega = 1e6;
constexpr double giga = 1e9;

struct Numbers {
    Q_DECLARE_TR_FUNCTIONS(Numbers)
};

QString withUnit(const QString& number, const QString& unit) {
    return number + unitSpace + unit;
}

/// Groups the digits of a plain "1234.56" (no sign, point as decimal sign).
QString groupedDigitsOf(QString integer) {
    for (auto position = integer.size() - 3; position > 0; position -= 3) {
        integer.insert(position, groupSpace);
    }
    return integer;
}

QString superscript(int value) {
    static constexpr std::array<char16_t, 10> digits = {0x2070, 0x00B9, 0x00B2, 0x00B3, 0x2074,
                                                        0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    QString text = value < 0 ? QString(QChar(0x207B)) : QString();
    for (const QChar digit : QString::number(std::abs(value))) {
        text += QChar(digits[static_cast<std::size_t>(digit.digitValue())]);
    }
    return text;
}

} // namespace

QString unknownText() {
    return QString(QChar(0x2013));
}

QString grouped(std::uint64_t value) {
    return groupedDigitsOf(QString::number(value));
}

QString decimal(double value, int decimals) {
    if (!std::isfinite(value)) {
        return unknownText();
    }
    const QString plain = QString::number(std::abs(value), 'f', decimals);
    const auto point = plain.indexOf(QLatin1Char('.'));
    QString text = groupedDigitsOf(plain.left(point < 0 ? plain.size() : point));
    if (point >= 0) {
        text += QLocale().decimalPoint() + plain.mid(point + 1);
    }
    const bool isZero =
        std::none_of(plain.begin(), plain.end(), [](QChar c) { return c >= QLatin1Char('1') && c <= QLatin1Char('9'); });
    return value < 0 && !isZero ? minusSign + text : text;
}

QString significant(double value, int digits) {
    if (!std::isfinite(value)) {
        return unknownText();
    }
    if (value == 0) {
        return decimal(0, 0);
    }
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    if (exponent < -4 || exponent > 8) {
        const double mantissa = value / std::pow(10.0, exponent);
        const bool isWhole = std::abs(mantissa - std::round(mantissa)) < 0.005;
        const int decimals = isWhole ? 0 : std::min(digits - 1, 2);
        return QStringLiteral("%1 × 10%2").arg(decimal(mantissa, decimals), superscript(exponent));
    }
    return decimal(value, std::clamp(digits - 1 - exponent, 0, 8));
}

SizeUnit sizeUnitFor(std::uint64_t largestBytes) {
    return static_cast<double>(largestBytes) >= giga ? SizeUnit::gigabytes : SizeUnit::megabytes;
}

QString unitName(SizeUnit unit) {
    return unit == SizeUnit::gigabytes ? QStringLiteral("GB") : QStringLiteral("MB");
}

double inUnit(std::uint64_t bytes, SizeUnit unit) {
    return static_cast<double>(bytes) / (unit == SizeUnit::gigabytes ? giga : mega);
}

QString sizeNumber(std::uint64_t bytes, SizeUnit unit) {
    const double value = inUnit(bytes, unit);
    const bool twoDecimals = unit == SizeUnit::gigabytes && value < 99.995;
    return decimal(value, twoDecimals ? 2 : 1);
}

QString numberText(const Quantity& quantity) {
    const QString number = std::isinf(quantity.value) ? (quantity.value < 0 ? QString(minusSign) : QString()) + QChar(0x221E)
                                                      : decimal(quantity.value, quantity.decimals);
    return quantity.unit.empty() ? number : withUnit(number, inOwnWords(quantity.unit));
}

QString fileSize(std::uint64_t bytes) {
    return numberText(fileSizeQuantity(bytes));
}

QString tensorMegabytes(std::uint64_t bytes) {
    return numberText(tensorSizeQuantity(bytes));
}

QString gibNumber(double bytes, int decimals) {
    return decimal(bytes / gibibyte, decimals);
}

QString memorySize(double bytes, int decimals) {
    return numberText(memoryQuantity(bytes, decimals));
}

QString parameterCount(std::uint64_t count) {
    return numberText(parameterQuantity(count));
}

QString percent(double share, int decimals) {
    return withUnit(decimal(share * 100.0, decimals), QStringLiteral("%"));
}

QString speedRange(double low, double high) {
    if (!(high > 0)) {
        return unknownText();
    }
    const QString from = decimal(low, speedDecimals(high));
    const QString to = decimal(high, speedDecimals(high));
    return from == to ? from : Numbers::tr("%1 to %2").arg(from, to);
}

QString throughput(double bytesPerSecond) {
    return withUnit(decimal(bytesPerSecond / mega, 0), Numbers::tr("MB/s"));
}

QString duration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) {
        return unknownText();
    }
    if (seconds > 0 && seconds < 0.95) {
        return withUnit(decimal(std::max(1.0, seconds * 1000), 0), Numbers::tr("ms"));
    }
    const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
    const auto padded = [](std::uint64_t value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    if (whole < 60) {
        return seconds < 9.95 && whole != 0 ? withUnit(decimal(seconds, 1), Numbers::tr("s"))
                                            : withUnit(grouped(whole), Numbers::tr("s"));
    }
    if (whole < 3600) {
        return Numbers::tr("%1 min %2 s").arg(grouped(whole / 60), padded(whole % 60)).replace(QLatin1Char(' '), unitSpace);
    }
    return Numbers::tr("%1 h %2 min")
        .arg(grouped(whole / 3600), padded(whole % 3600 / 60))
        .replace(QLatin1Char(' '), unitSpace);
}

std::uint64_t shortestContext(std::uint64_t longest) {
    return longest >= 4096 ? 512 : 64;
}

QString contextTick(std::uint64_t tokens) {
    return tokens >= 1024 && tokens % 1024 == 0 ? withUnit(grouped(tokens / 1024), Numbers::tr("k")) : grouped(tokens);
}

QString countTick(double count) {
    static constexpr std::array<std::pair<double, const char*>, 3> units = {{{giga, "G"}, {mega, "M"}, {kilo, "k"}}};
    for (const auto& [factor, unit] : units) {
        if (std::abs(count) >= factor * 0.9999) {
            const double scaled = count / factor;
            const bool isWhole = std::abs(scaled - std::round(scaled)) < 1e-6;
            return withUnit(decimal(scaled, isWhole ? 0 : 1), QLatin1String(unit));
        }
    }
    const bool isWhole = std::abs(count - std::round(count)) < 1e-6;
    return decimal(count, isWhole ? 0 : 1);
}

QString counted(std::int64_t count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(0, count))));
}

QString shapeText(const std::vector<std::uint64_t>& shape) {
    QString text;
    for (const std::uint64_t extent : shape) {
        text += text.isEmpty() ? grouped(extent) : QStringLiteral(" × ") + grouped(extent);
    }
    return text.isEmpty() ? QStringLiteral("1") : text;
}

std::optional<std::uint64_t> parseTokens(const QString& text) {
    QString plain;
    for (const QChar c : text) {
        if (!c.isSpace() && c != groupSpace && c != unitSpace) {
            plain += c.toLower();
        }
    }
    std::uint64_t factor = 1;
    if (plain.endsWith(QLatin1Char('k'))) {
        factor = 1024;
        plain.chop(1);
    }
    bool isNumber = false;
    const qulonglong value = plain.toULongLong(&isNumber);
    constexpr std::uint64_t most = 1ULL << 32U;
    if (!isNumber || plain.startsWith(QLatin1Char('+')) || value == 0 || value > most / factor) {
        return std::nullopt;
    }
    return value * factor;
}

} // namespace quantlathe::ui
