// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as they are shown. The window and the command line round alike; each writes its own decimal sign, groups and spaces.
// Pure functions, safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace quantlathe {

struct Quantity {
    double value = 0; // in the unit; may be infinite or NaN
    int decimals = 0;
    std::string_view unit = {}; // words(); empty: none, or said in the heading
};

/// Decimals that show `value` with so many significant digits: 0 to 12; 2 for 0 and what is not finite.
[[nodiscard]] int decimalsFor(double value, int digits = 4);

/// Files in GB (10^9) from 1 GB up, MB below, kB below 0.1 MB: 4.92 GB, 279.0 MB, 7.1 kB.
[[nodiscard]] Quantity fileSizeQuantity(std::uint64_t bytes);
/// A tensor, always in MB, which stands in the heading: 33.03, 279.0, 0.0041.
[[nodiscard]] Quantity tensorSizeQuantity(std::uint64_t bytes);
/// Memory in GiB (2^30), in MiB below 0.1 GiB: 8.0 GiB, 27.3 MiB, 0.0 GiB.
[[nodiscard]] Quantity memoryQuantity(double bytes, int decimals = 1);
/// Counts with three significant digits: 8.03 B, 135 M, 6.82 M, 12.3 k.
[[nodiscard]] Quantity parameterQuantity(std::uint64_t count);
/// KL divergence in nats: three significant digits, at least four decimals: 0.0282, 0.000123.
[[nodiscard]] Quantity divergenceQuantity(double nats);
/// Of tokens a second up to `highest`: below ten a token a second more or less is much.
[[nodiscard]] int speedDecimals(double highest);

/// 100 MB for files of a gigabyte and more, a round share of smaller ones: what "so many more bytes" are in such a file.
[[nodiscard]] double byteStep(std::uint64_t fileBytes);
/// 100 MB, 1 MB, 100 kB.
[[nodiscard]] Quantity byteStepQuantity(double step);

/// "4.92 GB", "∞", "–" for NaN.
[[nodiscard]] std::string quantityText(const Quantity& quantity);

} // namespace quantlathe
