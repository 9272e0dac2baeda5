// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/beside_button.h"

#include "base/error.h"
#include "base/words.h"
#include "estimate/cache_layout.h"
#include "plan/companion_files.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"

#include <QFileDialog>
#include <QMenu>

namespace quantlathe::ui {

BesideButton::BesideButton(Session& session, QWidget* parent) : QPushButton(parent), session_(session) {
    setToolTip(tr("What is loaded with the model and takes memory, too"));
    auto* menu = new QMenu(this);
    predicts_ = menu->addAction(tr("Layers that predict further tokens"));
    predicts_->setCheckable(true);
    imagePart_ = menu->addAction(tr("Image part (mmproj)…"));
    draft_ = menu->addAction(tr("Draft model…"));
    menu->addSeparator();
    nothing_ = menu->addAction(tr("Nothing beside it"));
    setMenu(menu);
    connect(predicts_, &QAction::toggled, this, [this](bool wanted) {
        Companions beside = current();
        if (beside.predictsTokens != wanted) {
            beside.predictsTokens = wanted;
            session_.setBeside(beside);
        }
    });
    connect(imagePart_, &QAction::triggered, this, &BesideButton::askImagePart);
    connect(draft_, &QAction::triggered, this, &BesideButton::askDraft);
    connect(nothing_, &QAction::triggered, this, [this] { session_.setBeside({}); });
    connect(&session_, &Session::deviceChanged, this, &BesideButton::follow);
    connect(&session_, &Session::modelChanged, this, &BesideButton::follow);
    follow();
}

Companions BesideButton::current() const {
    const auto& beside = session_.device().run.beside;
    return beside != nullptr ? *beside : Companions();
}

void BesideButton::follow() {
    const Companions beside = current();
    const bool canPredict = session_.model() != nullptr && predictingLayers(*session_.model()) > 0;
    predicts_->setEnabled(canPredict);
    predicts_->setChecked(beside.predictsTokens);
    setEnabled(session_.model() != nullptr);
    QStringList parts;
    if (beside.predictsTokens) {
        parts.append(tr("MTP"));
    }
    if (beside.imagePartBytes > 0) {
        parts.append(tr("image part"));
    }
    if (beside.draft != nullptr) {
        parts.append(tr("draft model"));
    }
    nothing_->setEnabled(!parts.isEmpty());
    setText(parts.isEmpty() ? tr("Beside it: nothing") : tr("Beside it: %1").arg(parts.join(QStringLiteral(", "))));
}

void BesideButton::askImagePart() {
    const QString file = QFileDialog::getOpenFileName(this, tr("The part that sees"), QString(), tr("GGUF files (*.gguf)"));
    if (!file.isEmpty()) {
        useImagePart(pathOf(file));
    }
}

void BesideButton::askDraft() {
    const QString file = QFileDialog::getOpenFileName(this, tr("The model that drafts"), QString(),
                                                      tr("Models (*.safetensors *.gguf *.index.json);;All files (*)"));
    if (!file.isEmpty()) {
        useDraft(pathOf(file));
    }
}

void BesideButton::useImagePart(const std::filesystem::path& file) {
    load([file](Companions beside, const CancelToken&) {
        beside.imagePartBytes = imagePartBytes(file);
        beside.imagePartFile = file.filename().string();
        return beside;
    });
}

void BesideButton::useDraft(const std::filesystem::path& file) {
    load([file, model = session_.model(), runtime = session_.runtime()](Companions beside, const CancelToken&) {
        setDraft(beside, openModel(file));
        beside.draftFile = file.filename().string();
        if (const auto reason = whyNotBeside(*model, runtime, beside)) {
            throw badInput(file, say("This does not run beside the model"), *reason);
        }
        return beside;
    });
}

void BesideButton::load(std::function<Companions(Companions, const CancelToken&)> work) {
    lane_.ask(
        this, [work = std::move(work), beside = current()](const CancelToken& cancel) { return work(beside, cancel); },
        [this, model = session_.model()](Outcome<Companions> outcome) {
            if (const auto* problem = std::get_if<Problem>(&outcome)) {
                Q_EMIT session_.problem(*problem);
            } else if (const auto* beside = std::get_if<Companions>(&outcome); beside != nullptr && model == session_.model()) {
                session_.setBeside(*beside);
            }
        },
        TaskLane::Order::replace);
}

} // namespace quantlathe::ui
