// SPDX-License-Identifier: GPL-3.0-or-later
// A chart as a picture for other programs: PNG, SVG, CSV, the clipboard, a drag out of the window.
#pragma once

#include <functional>
#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

class QCPPainter;
class QMimeData;
class QWidget;

namespace quantlathe::ui {

/// `paint` draws with theme() colours onto a ground of theme().surface, from (0, 0) to `size`.
struct Picture {
    QString title;
    QSize size;
    std::function<void(QCPPainter&)> paint;
    std::function<QByteArray()> csv; // what is drawn, plain numbers with a point
};

/// In light colours, with title and model name above unless `modelName` is null.
[[nodiscard]] QImage imageOf(const Picture& picture, const QString& modelName, double scale = 2);
[[nodiscard]] QByteArray svgOf(const Picture& picture, const QString& modelName);
/// By the file's suffix: .svg, .csv, else an image at twice the size. Throws Error(failed) when it cannot be written.
void exportPicture(const Picture& picture, const QString& file, const QString& modelName);
/// Asks for a file name and suggests one; empty when the user changes his mind.
[[nodiscard]] QString askPictureFile(QWidget* parent, const Picture& picture, const QString& modelName);
/// Image, and PNG, SVG and CSV files in a folder that lives as long as the program: for clipboard and drags.
[[nodiscard]] QMimeData* mimeDataOf(const Picture& picture, const QString& modelName);

/// Makes `handle` a place from which the picture can be dragged out of the window; both functions are asked when a drag starts.
void makeDraggable(QWidget& handle, std::function<Picture()> picture, std::function<QString()> modelName);

} // namespace quantlathe::ui
