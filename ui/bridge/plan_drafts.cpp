// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/plan_drafts.h"

#include "base/file_kind.h"
#include "base/hash.h"
#include "plan/plan.h"

#include <fmt/format.h>

namespace quantlathe::ui {

namespace {

constexpr int delayMilliseconds = 700; // a row of changes is kept once

} // namespace

PlanDrafts::PlanDrafts(Session& session, std::filesystem::path folder, QObject* parent)
    : QObject(parent), session_(session), folder_(std::move(folder)) {
    delay_.setSingleShot(true);
    delay_.setInterval(delayMilliseconds);
    connect(&delay_, &QTimer::timeout, this, &PlanDrafts::keep);
    connect(&session_, &Session::modelChanged, this, &PlanDrafts::followModel);
    connect(&session_, &Session::planChanged, this, &PlanDrafts::followPlan);
    connect(&session_, &Session::pinsChanged, this, &PlanDrafts::followPlan);
    connect(&session_.history(), &QUndoStack::cleanChanged, this, &PlanDrafts::followPlan);
}

PlanDrafts::~PlanDrafts() {
    keep();
}

std::filesystem::path PlanDrafts::file() const {
    HashBuilder hash;
    hash.add(source_.native());
    return folder_ / fmt::format("{:016x}.json", hash.value());
}

void PlanDrafts::followModel() {
    const auto& model = session_.model();
    const std::filesystem::path source =
        model ? std::filesystem::absolute(model->checkpoint().path()) : std::filesystem::path();
    if (source == source_) { // the same one with an answer of the user's
        return;
    }
    keep(); // of the model before
    source_ = source;
    offered_.reset();
    kept_.reset();
    session_.history().setSaved({});
    Q_EMIT withdrawn();
    if (!model) {
        return;
    }
    writer_.lane().ask(
        this,
        [file = file()](const CancelToken&) -> std::optional<Draft> {
            if (fileKind(file) == FileKind::none) {
                return std::nullopt;
            }
            const QJsonObject json = readUserData(file);
            return Draft{parsePinnedPlan(json[QStringLiteral("plan")].toString().toStdString(), file),
                         QDateTime::fromString(json[QStringLiteral("at")].toString(), Qt::ISODate)};
        },
        [this, source](Outcome<std::optional<Draft>> outcome) {
            // A draft that cannot be read is as good as none: the next one takes its place.
            const auto* draft = std::get_if<std::optional<Draft>>(&outcome);
            if (source == source_ && draft != nullptr && *draft) {
                offered_ = **draft;
                Q_EMIT found(offered_->at);
            }
        });
}

void PlanDrafts::followPlan() {
    const auto& plan = session_.plan();
    const auto current = session_.history().current();
    if (!plan || !current || current->document != withoutProvenance(plan->document)) {
        return; // the plan of this step is on its way
    }
    const bool isOwn = session_.planFacts()->isOwnPlan || !current->pinned.empty();
    if (!isOwn || session_.history().isClean()) {
        changed_.reset();
        if (kept_) { // the user took it back
            kept_.reset();
            writer_.change(file(), std::nullopt);
        }
        return;
    }
    if (kept_ != *current) { // else only numbers have changed
        changed_ = *current;
        delay_.start();
    }
}

void PlanDrafts::keep() {
    delay_.stop();
    if (!changed_ || source_.empty()) {
        return;
    }
    const QJsonObject json{{QStringLiteral("model"), pathInJson(source_)},
                           {QStringLiteral("at"), QDateTime::currentDateTime().toString(Qt::ISODate)},
                           {QStringLiteral("plan"), QString::fromStdString(planJson(*changed_))}};
    writer_.change(file(), json);
    kept_ = std::move(changed_);
    changed_.reset();
}

void PlanDrafts::use() {
    if (offered_) {
        session_.usePlan(offered_->plan);
    }
}

void PlanDrafts::forget() {
    if (offered_ && !kept_) { // else it is this one that stands there
        writer_.change(file(), std::nullopt);
    }
    offered_.reset();
}

void PlanDrafts::isSaved(const PinnedPlan& plan) {
    session_.history().setSaved({withoutProvenance(plan.document), plan.pinned});
    changed_.reset();
    if (kept_) {
        kept_.reset();
        writer_.change(file(), std::nullopt);
    }
}

} // namespace quantlathe::ui
