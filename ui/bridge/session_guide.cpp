// SPDX-License-Identifier: GPL-3.0-or-later
// What guides a conversion beside the weights: the importance matrix, and the user's answer about the pre-tokenizer.
#include "ui/bridge/session.h"

#include "ui/text/paths.h"

#include <algorithm>
#include <span>

namespace quantlathe::ui {

namespace {

constexpr const char* defaultPreset = "Q4_K_M";

} // namespace

/// The preset that was chosen last, the usual one where it cannot be used, or the first that can.
PlanDocument Session::usualDocument() const {
    PlanDocument document;
    document.format = format_->id();
    document.effort = document_.effort;
    const auto usable = [this](const Preset* preset) {
        return preset != nullptr && !format_->whyNot(*model_, *preset, guide_.matrix.get());
    };
    const std::span<const Preset> presets = format_->presets();
    const Preset* preset = document_.preset.empty() ? nullptr : presetByName(*format_, document_.preset);
    if (!usable(preset)) {
        preset = presetByName(*format_, defaultPreset);
    }
    if (!usable(preset)) {
        const auto first = std::ranges::find_if(presets, [&](const Preset& each) { return usable(&each); });
        preset = first != presets.end() ? &*first : &presets.front(); // making the plan says why none can be used
    }
    document.preset = preset->name;
    return document;
}

void Session::setPreTokenizer(const QString& name) {
    if (!model_ || name == preTokenizer_) {
        return;
    }
    guideLane_.ask(
        this,
        [model = model_, matrix = guide_.matrix, name, remote = remote_,
         milliseconds = openedInMilliseconds_](const CancelToken&) {
            Opened opened;
            opened.model = withPreTokenizer(*model, name.toStdString());
            opened.milliseconds = milliseconds;
            opened.preTokenizer = name;
            opened.remote = remote;
            if (matrix) {
                opened.guide = {matrix, coverage(*opened.model, *matrix)};
            }
            return opened;
        },
        [this, model = model_](Outcome<Opened> outcome) {
            if (model != model_) {
                return;
            }
            if (const auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
            } else {
                adopt(std::move(std::get<Opened>(outcome)));
            }
        },
        TaskLane::Order::replace);
}

void Session::useImportance(const std::filesystem::path& file) {
    if (!model_) {
        Problem found;
        found.kind = ErrorKind::badInput;
        found.title = tr("%1 is an importance matrix").arg(fileNameOf(file));
        found.detail = tr("It guides the conversion of the model that it was made from. Open that model first.");
        found.file = textOf(file);
        Q_EMIT problem(found);
        return;
    }
    guideBy([file](const Model& model) {
        Guide guide;
        guide.matrix = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(file));
        requireFit(model, *guide.matrix);
        guide.coverage = coverage(model, *guide.matrix);
        return guide;
    });
}

void Session::setCalibration(const CalibrationChoice& choice) {
    if (choice.source == CalibrationChoice::Source::importance) {
        useImportance(choice.file);
        return;
    }
    if (!choice.choosesCodes() && plan_ && planFacts_.needsCalibration) {
        return; // the plan stands on it
    }
    isCalibrationImplied_ = false;
    calibration_ = choice;
    textLane_.ask( // a measurement on the same text is to be told from others
        this, [choice](const CancelToken&) { return withContents(choice); },
        [this, choice](const Outcome<CalibrationChoice>& outcome) {
            const auto* const known = std::get_if<CalibrationChoice>(&outcome);
            if (known != nullptr && calibration_ == choice) {
                calibration_.contents = known->contents;
            }
        },
        TaskLane::Order::replace);
    Q_EMIT calibrationChanged();
    removeImportance();
}

/// The matrix in use, or that there is none any more, is the choice.
void Session::followMatrix() {
    CalibrationChoice choice = calibration_;
    if (guide_.matrix) {
        choice = {};
        choice.source = CalibrationChoice::Source::importance;
        choice.file = guide_.matrix->file;
    } else if (choice.source == CalibrationChoice::Source::importance) {
        choice = {};
    }
    if (choice != calibration_) {
        isCalibrationImplied_ = false;
        calibration_ = choice;
        Q_EMIT calibrationChanged();
    }
}

void Session::removeImportance() {
    if (guide_.matrix) {
        guideBy([](const Model&) { return Guide{}; });
    }
}

void Session::guideBy(std::function<Guide(const Model&)> read) {
    PlanDocument fallback;
    fallback.format = format_->id();
    fallback.effort = document_.effort;
    fallback.preset = defaultPreset;
    guideLane_.ask(
        this,
        [model = model_, format = format_, document = document_, fallback, device = device_,
         isConvertible = whyNotConvertible_.isEmpty(), read = std::move(read),
         &survey = std::as_const(survey_)](const CancelToken& cancel) {
            Guided guided;
            guided.guide = read(*model);
            const auto& matrix = guided.guide.matrix;
            if (!isConvertible) {
                return guided;
            }
            guided.presets = factsOfPresets(model, *format, matrix, device, survey, cancel);
            QString replaced;
            std::optional<Plan> plan;
            try {
                PromisedImportance promise(*model);
                plan = planToCalibrate(model, document, matrix, promise);
            } catch (const Error& error) {
                // With a new matrix the wish stands and the matrix is refused; without one the plan has to give way.
                if (matrix) {
                    throw;
                }
                replaced = QString::fromStdString(error.title());
                plan = makePlan(model, fallback, matrix);
            }
            guided.planned = lookedAt(std::move(*plan), matrix, device, survey);
            guided.planned.replaced = std::move(replaced);
            return guided;
        },
        [this, model = model_, document = document_, fallback](Outcome<Guided> outcome) {
            if (model != model_) {
                return;
            }
            if (const auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
                return;
            }
            auto& guided = std::get<Guided>(outcome);
            const bool isReplaced = !guided.planned.replaced.isEmpty();
            const bool isStale = document != document_; // another preset was chosen meanwhile
            if (isReplaced && !isStale) {
                document_ = fallback;
                remember(document_);
                Q_EMIT remark(guided.planned.replaced, tr("The plan is %1 now.").arg(QLatin1String(defaultPreset)));
            }
            adopt(std::move(guided));
            if (isStale) {
                computePlan();
            }
        },
        TaskLane::Order::replace);
}

void Session::adopt(Guided guided) {
    presetLane_.cancelAll();
    planLane_.cancelAll();
    guide_ = std::move(guided.guide);
    presets_ = std::move(guided.presets);
    followMatrix();
    setPlan(std::move(guided.planned));
    Q_EMIT importanceChanged();
    Q_EMIT presetsChanged();
    Q_EMIT planChanged();
    computeDevice(); // card or context may have changed meanwhile
}

} // namespace quantlathe::ui
