// SPDX-License-Identifier: GPL-3.0-or-later
// Work of the user that outlives the program: small files in a folder of their own.
#pragma once

#include "ui/bridge/task_lane.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <QJsonObject>
#include <QString>

namespace quantlathe::ui {

/// $XDG_DATA_HOME/quantlathe or ~/.local/share/quantlathe, without both in the system's temporary folder; not made.
[[nodiscard]] std::filesystem::path userDataFolder();

/// Makes the folder where needed and replaces the file at once or not at all; durable when it returns. Throws
/// Error(failed).
void writeUserData(const std::filesystem::path& file, const QJsonObject& content);
/// Throws Error(badInput) for what is no JSON object or larger than 64 MiB, Error(failed) for what cannot be read.
[[nodiscard]] QJsonObject readUserData(const std::filesystem::path& file);

/// A path may be any bytes, JSON is Unicode: percent-encoded.
[[nodiscard]] QString pathInJson(const std::filesystem::path& path);
[[nodiscard]] std::filesystem::path pathFromJson(const QJsonValue& value);

/// A count that JSON has as a number: 0 for everything else, at most what a double holds exactly.
[[nodiscard]] std::uint64_t countFromJson(const QJsonValue& value);

/// Writes such files one after the other, away from the window's thread; of a file that changes faster than the disk only the
/// last content. A file that cannot be written stays as it was: what it is about stands on the screen.
class UserDataWriter {
public:
    UserDataWriter() = default;
    /// Writes what is not written yet.
    ~UserDataWriter();
    UserDataWriter(const UserDataWriter&) = delete;
    UserDataWriter& operator=(const UserDataWriter&) = delete;

    /// Nothing: the file is removed.
    void change(const std::filesystem::path& file, std::optional<QJsonObject> content);
    /// Where reading sees all changes before it.
    [[nodiscard]] TaskLane& lane() { return *lane_; }

private:
    void write(const std::filesystem::path& file);

    std::mutex mutex_;
    std::map<std::filesystem::path, std::optional<QJsonObject>> unwritten_;
    std::unique_ptr<TaskLane> lane_ = std::make_unique<TaskLane>(); // last, as its tasks write
};

} // namespace quantlathe::ui
