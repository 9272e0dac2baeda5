// SPDX-License-Identifier: GPL-3.0-or-later
// File names between the core (std::filesystem) and the screen (QString).
#pragma once

#include <filesystem>
#include <QString>

namespace quantlathe::ui {

[[nodiscard]] std::filesystem::path pathOf(const QString& text);
[[nodiscard]] QString textOf(const std::filesystem::path& path);
/// With "~" for the home folder.
[[nodiscard]] QString shortPath(const std::filesystem::path& path);
/// The last part, also of a folder that ends with a slash.
[[nodiscard]] QString fileNameOf(const std::filesystem::path& path);
/// For a POSIX shell: quoted only when it must be.
[[nodiscard]] QString shellQuoted(const QString& text);

} // namespace quantlathe::ui
