// SPDX-License-Identifier: GPL-3.0-or-later
// How the window writes numbers: decimal sign of the locale, groups of three with a narrow no-break space, a true minus, a
// no-break space before the unit.
#pragma once

#include "base/quantity.h"

#include <cstdint>
#include <optional>
#include <QString>
#include <vector>

namespace quantlathe::ui {

inline constexpr QChar groupSpace{0x202F};
inline constexpr QChar unitSpace{0x00A0};
inline constexpr QChar minusSign{0x2212};

inline constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;

/// Stands for a number that is not known (yet).
[[nodiscard]] QString unknownText();
/// "16 384"
[[nodiscard]] QString grouped(std::uint64_t value);
/// A fixed number of decimals, grouped from 1 000 up; "−0" is never written.
[[nodiscard]] QString decimal(double value, int decimals);
/// At most four significant digits, without an exponent for ordinary magnitudes: "0.0152", "−1.36", "2.1 × 10⁻⁶".
[[nodiscard]] QString significant(double value, int digits = 4);

/// The one unit of a column or axis of file sizes.
enum class SizeUnit { gigabytes, megabytes };
[[nodiscard]] SizeUnit sizeUnitFor(std::uint64_t largestBytes);
[[nodiscard]] QString unitName(SizeUnit unit);
[[nodiscard]] double inUnit(std::uint64_t bytes, SizeUnit unit);
/// Without the unit, for a cell: "4.92", "279.0".
[[nodiscard]] QString sizeNumber(std::uint64_t bytes, SizeUnit unit);

/// What the core has rounded: "4.92 GB", "∞"; an en dash for NaN.
[[nodiscard]] QString numberText(const Quantity& quantity);
/// "4.92 GB", "123.4 GB", "279.0 MB", "7.1 kB"
[[nodiscard]] QString fileSize(std::uint64_t bytes);
/// Size of one tensor in MB, without the unit: "33.03", "279.0", "0.0041".
[[nodiscard]] QString tensorMegabytes(std::uint64_t bytes);
/// GiB without the unit: "8.0"
[[nodiscard]] QString gibNumber(double bytes, int decimals = 1);
/// "8.0 GiB"; below a tenth "27.3 MiB"
[[nodiscard]] QString memorySize(double bytes, int decimals = 1);
/// "8.03 B", "135 M"
[[nodiscard]] QString parameterCount(std::uint64_t count);
/// A share from 0 to 1: "7.6 %"
[[nodiscard]] QString percent(double share, int decimals);
/// "42 to 57", "3.1 to 4.4"; an en dash when nothing is known.
[[nodiscard]] QString speedRange(double low, double high);
/// "212 MB/s"
[[nodiscard]] QString throughput(double bytesPerSecond);
/// Two units: "1 min 04 s", "11 s", "2 h 05 min"; below a second "21 ms".
[[nodiscard]] QString duration(double seconds);
/// Where context sliders and axes begin: 512 tokens, less for models that were trained on little more.
[[nodiscard]] std::uint64_t shortestContext(std::uint64_t longest);
/// Ticks of a context axis, k = 1024: "512", "16 k".
[[nodiscard]] QString contextTick(std::uint64_t tokens);
/// Counts on axes: "0", "250 k", "1.2 M"
[[nodiscard]] QString countTick(double count);
/// One or many; `many` holds %1.
[[nodiscard]] QString counted(std::int64_t count, const QString& one, const QString& many);
/// "14 336 × 4 096"
[[nodiscard]] QString shapeText(const std::vector<std::uint64_t>& shape);

/// "16384", "16k", "16 384", "16 384" are the same; nothing for anything else or for 0.
[[nodiscard]] std::optional<std::uint64_t> parseTokens(const QString& text);

} // namespace quantlathe::ui
