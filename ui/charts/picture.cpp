// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/picture.h"

#include "base/error.h"
#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/text/paths.h"

#include <QApplication>
#include <QBuffer>
#include <qcustomplot.h>
#include <QDrag>
#include <QFileDialog>
#include <QMimeData>
#include <QMouseEvent>
#include <QPixmap>
#include <QSaveFile>
#include <QStandardPaths>
#include <QSvgGenerator>
#include <QTemporaryDir>
#include <QUrl>

namespace quantlathe::ui {

namespace {

constexpr int titleHeight = 44;

QSize sizeWithTitle(const Picture& picture, const QString& modelName) {
    return picture.size + QSize(0, modelName.isNull() ? 0 : titleHeight);
}

void paintPage(QCPPainter& painter, const Picture& picture, const QString& modelName) {
    const Theme& t = theme();
    const QSize size = sizeWithTitle(picture, modelName);
    painter.fillRect(QRect(QPoint(0, 0), size), t.surface);
    if (!modelName.isNull()) {
        painter.setFont(boldFont(TextSize::heading));
        painter.setPen(t.text);
        painter.drawText(QRect(16, 0, size.width() - 32, titleHeight), Qt::AlignVCenter | Qt::AlignLeft, picture.title);
        const int titleWidth = painter.fontMetrics().horizontalAdvance(picture.title);
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(t.textSecondary);
        painter.drawText(QRect(26 + titleWidth, 1, size.width() - 48 - titleWidth, titleHeight),
                         Qt::AlignVCenter | Qt::AlignLeft, modelName);
        painter.translate(0, titleHeight);
    }
    picture.paint(painter);
}

Error cannotWrite(const QString& file, const QString& reason) {
    return {ErrorKind::failed, "The chart cannot be written", reason.toStdString(), pathOf(file)};
}

QString fileNameFor(const Picture& picture, const QString& modelName) {
    QString name = (modelName + QLatin1Char(' ') + picture.title).trimmed();
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    return name;
}

/// Starts a drag when the mouse leaves the place of the press.
class DragSource : public QObject {
public:
    DragSource(QWidget& handle, std::function<Picture()> picture, std::function<QString()> modelName)
        : QObject(&handle), picture_(std::move(picture)), modelName_(std::move(modelName)) {
        handle.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        auto* widget = static_cast<QWidget*>(watched);
        if (event->type() == QEvent::MouseButtonPress) {
            pressedAt_ = static_cast<QMouseEvent*>(event)->pos();
        } else if (event->type() == QEvent::MouseMove) {
            const auto* move = static_cast<QMouseEvent*>(event);
            const bool isDrag = move->buttons().testFlag(Qt::LeftButton) &&
                                (move->pos() - pressedAt_).manhattanLength() >= QApplication::startDragDistance();
            if (isDrag) {
                auto* drag = new QDrag(widget);
                const Picture picture = picture_();
                drag->setMimeData(mimeDataOf(picture, modelName_()));
                drag->setPixmap(
                    QPixmap::fromImage(imageOf(picture, QString(), 1)).scaledToWidth(240, Qt::SmoothTransformation));
                drag->exec(Qt::CopyAction);
                return true;
            }
        }
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<Picture()> picture_;
    std::function<QString()> modelName_;
    QPoint pressedAt_;
};

} // namespace

QImage imageOf(const Picture& picture, const QString& modelName, double scale) {
    const ThemeOverride light(Theme::light());
    const QSize size = sizeWithTitle(picture, modelName);
    QImage image(size * scale, QImage::Format_RGB32);
    image.fill(theme().surface);
    QCPPainter painter(&image);
    painter.scale(scale, scale);
    paintPage(painter, picture, modelName);
    return image;
}

QByteArray svgOf(const Picture& picture, const QString& modelName) {
    const ThemeOverride light(Theme::light());
    const QSize size = sizeWithTitle(picture, modelName);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(picture.title);
    QCPPainter painter;
    if (painter.begin(&generator)) {
        painter.setMode(QCPPainter::pmVectorized);
        paintPage(painter, picture, modelName);
        painter.end();
    }
    return bytes;
}

void exportPicture(const Picture& picture, const QString& file, const QString& modelName) {
    QByteArray bytes;
    if (file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
        bytes = picture.csv();
    } else if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        bytes = svgOf(picture, modelName.isNull() ? QStringLiteral("") : modelName);
    } else {
        const QString suffix = QFileInfo(file).suffix();
        QBuffer buffer(&bytes);
        if (!buffer.open(QIODevice::WriteOnly) || !imageOf(picture, modelName.isNull() ? QStringLiteral("") : modelName)
                                                       .save(&buffer, suffix.toLatin1().constData())) {
            throw cannotWrite(file, QObject::tr("No picture format is called .%1. Use .png, .svg or .csv.").arg(suffix));
        }
    }
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
        throw cannotWrite(file, out.errorString());
    }
}

QString askPictureFile(QWidget* parent, const Picture& picture, const QString& modelName) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    QString filter;
    QString file =
        QFileDialog::getSaveFileName(parent, QObject::tr("Export the chart"),
                                     folder + QLatin1Char('/') + fileNameFor(picture, modelName) + QLatin1String(".png"),
                                     QObject::tr("Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)"), &filter);
    if (!file.isEmpty() && QFileInfo(file).suffix().isEmpty()) {
        file += filter.mid(filter.indexOf(QLatin1String("*.")) + 1).chopped(1);
    }
    return file;
}

QMimeData* mimeDataOf(const Picture& picture, const QString& modelName) {
    static const QTemporaryDir folder; // receivers read the files after the drop
    auto* data = new QMimeData;
    const QString name = modelName.isNull() ? QStringLiteral("") : modelName;
    data->setImageData(imageOf(picture, name));
    data->setData(QStringLiteral("image/svg+xml"), svgOf(picture, name));
    const QString file = folder.filePath(fileNameFor(picture, modelName) + QLatin1String(".png"));
    if (folder.isValid() && imageOf(picture, name).save(file)) {
        data->setUrls({QUrl::fromLocalFile(file)});
    }
    return data;
}

void makeDraggable(QWidget& handle, std::function<Picture()> picture, std::function<QString()> modelName) {
    new DragSource(handle, std::move(picture), std::move(modelName));
}

} // namespace quantlathe::ui
