// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/user_data.h"

#include "base/error.h"
#include "base/file.h"
#include "base/folder.h"

#include <algorithm>
#include <cstdlib>
#include <QCoreApplication>
#include <QJsonDocument>
#include <string_view>

namespace quantlathe::ui {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t mostBytes = 64U << 20U;

} // namespace

fs::path userDataFolder() {
    if (const char* const xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0') {
        return fs::path(xdg) / "quantlathe";
    }
    if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
        return fs::path(home) / ".local/share/quantlathe";
    }
    return fs::temp_directory_path() / "quantlathe";
}

void writeUserData(const fs::path& file, const QJsonObject& content) {
    makeFolders(file.parent_path());
    const QByteArray bytes = QJsonDocument(content).toJson();
    writeTextFileAtomically(file, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

QJsonObject readUserData(const fs::path& file) {
    const std::string text = readTextFile(file, mostBytes);
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    if (!document.isObject()) {
        throw badInput(file, QCoreApplication::translate("UserData", "This file is damaged").toStdString());
    }
    return document.object();
}

QString pathInJson(const fs::path& path) {
    return QString::fromLatin1(QByteArray::fromStdString(path.native()).toPercentEncoding("/ "));
}

fs::path pathFromJson(const QJsonValue& value) {
    return fs::path(QByteArray::fromPercentEncoding(value.toString().toLatin1()).toStdString());
}

std::uint64_t countFromJson(const QJsonValue& value) {
    constexpr double most = 9e15; // doubles are exact to here
    return static_cast<std::uint64_t>(std::clamp(value.toDouble(), 0.0, most));
}

UserDataWriter::~UserDataWriter() {
    lane_.reset();
    while (!unwritten_.empty()) {
        write(std::filesystem::path(unwritten_.begin()->first));
    }
}

void UserDataWriter::change(const fs::path& file, std::optional<QJsonObject> content) {
    {
        const std::lock_guard lock(mutex_);
        unwritten_[file] = std::move(content);
    }
    lane_->post([this, file](const CancelToken&) { write(file); });
}

void UserDataWriter::write(const fs::path& file) {
    std::optional<QJsonObject> content;
    {
        const std::lock_guard lock(mutex_);
        const auto found = unwritten_.find(file);
        if (found == unwritten_.end()) {
            return; // it went with what came after it
        }
        content = std::move(found->second);
        unwritten_.erase(found);
    }
    (void)outcomeOf([&] {
        if (content) {
            writeUserData(file, *content);
        } else {
            removeEntry(file);
        }
        return true;
    });
}

} // namespace quantlathe::ui
