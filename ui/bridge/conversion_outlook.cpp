// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/conversion_outlook.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "calibrate/codes_forecast.h"
#include "checkpoint/replica.h"
#include "convert/conversion_forecast.h"
#include "estimate/main_memory.h"
#include "model/vision/image_part.h"
#include "plan/command_line.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <QFile>
#include <QStringList>

namespace quantlathe::ui {

namespace {

std::optional<Problem> problemOf(const Plan& plan, const std::filesystem::path& destination, const ConvertOptions& options) {
    auto outcome = outcomeOf([&] {
        checkDestination(plan, destination, options);
        return true;
    });
    const auto* problem = std::get_if<Problem>(&outcome);
    return problem == nullptr ? std::nullopt : std::optional(*problem);
}

} // namespace

DestinationOutlook lookAtDestination(const Plan& plan, const std::filesystem::path& destination) {
    DestinationOutlook outlook;
    const auto kind = outcomeOf([&] { return fileKind(destination); }); // where it is not known, checkDestination() says why
    const auto* there = std::get_if<FileKind>(&kind);
    outlook.isThere = there != nullptr && *there != FileKind::none;
    ConvertOptions options;
    options.replace = outlook.isThere;
    outlook.problem = problemOf(plan, destination, options);
    if (outlook.problem && plan.model->isQuantized()) {
        options.allowRequantize = true;
        if (auto other = problemOf(plan, destination, options); !other) {
            outlook.secondLoss = std::exchange(outlook.problem, std::nullopt);
        } else {
            outlook.problem = std::move(other);
        }
    }
    if (const auto warning = warningOfSecondLoss(plan); warning && !outlook.problem && !outlook.secondLoss) {
        outlook.warning = QString::fromStdString(*warning);
    }
    const auto free = outcomeOf([&] { return freeSpaceAt(destination.parent_path()); });
    if (const auto* bytes = std::get_if<std::uint64_t>(&free)) {
        outlook.freeBytes = *bytes;
    }
    if (addressOfReplica(plan.model->checkpoint())) {
        outlook.supply = supplyNeed(plan);
    }
    return outlook;
}

ImagePartOutlook lookAtImagePart(const Model& model, const QString& type, const std::filesystem::path& folder) {
    const ImagePart part = imagePartOf(model);
    PlanDocument document;
    document.preset = type.toStdString();
    const Plan plan = makePlan(part.model, document);
    std::string stem = "mmproj-" + model.name() + '-' + document.preset;
    std::ranges::replace_if(
        stem, [](char c) { return c == '/' || c == ' '; }, '-');
    std::filesystem::path destination = folder / (stem + ".gguf");
    constexpr int mostTries = 1000;
    for (int number = 2; number < mostTries && fileKindOfEntry(destination) != FileKind::none; ++number) {
        destination = folder / (stem + '-' + std::to_string(number) + ".gguf");
    }
    return {.destination = destination, .bytes = plan.fileBytes()};
}

CalibrationCost calibrationCost(const Plan& plan, const CalibrationChoice& calibration, const CancelToken& cancel) {
    if (calibratableChoices(plan).empty()) {
        return {};
    }
    const bool isRun = lookAtStatistics(plan.model, calibration).kept.has_value();
    ThreadArena arena;
    const CodesForecast forecast = forecastCodes(plan, codesRequest(*plan.model, calibration), arena, cancel);
    return {(isRun ? 0 : forecast.passSeconds) + forecast.codesSeconds, calibrationBytes(plan)};
}

CostOutlook expectedCost(const Plan& plan, const CalibrationChoice& calibration, const CancelToken& cancel) {
    ThreadArena arena;
    CostOutlook cost;
    cost.seconds = forecastConversion(plan, arena, cancel);
    cost.memoryBytes = conversionBytes(plan, arena.threads());
    cost.availableMemory = askMainMemory("/").availableBytes;
    if (calibration.choosesCodes()) {
        const CalibrationCost chosen = calibrationCost(plan, calibration, cancel);
        cost.seconds += chosen.seconds;
        cost.memoryBytes = std::max(cost.memoryBytes, chosen.memoryBytes);
    }
    return cost;
}

QString conversionCommand(const Plan& plan, const QString& preTokenizer, const std::filesystem::path& destination,
                          const ConvertOptions& options, const CalibrationChoice& calibration) {
    QStringList words = {QStringLiteral("quantlathe-cli")};
    for (const std::string& argument : convertArguments(
             plan, preTokenizer.toStdString(), destination,
             {.replace = options.replace, .allowRequantize = options.allowRequantize, .calibration = calibration})) {
        words.append(shellQuoted(QFile::decodeName(QByteArray::fromStdString(argument))));
    }
    return words.join(QLatin1Char(' '));
}

QString imagePartCommand(const Model& model, const QString& type, const std::filesystem::path& destination) {
    const Checkpoint& checkpoint = model.checkpoint();
    const auto address = addressOfReplica(checkpoint);
    return QStringLiteral("quantlathe-cli convert %1 --mmproj --preset %2 -o %3")
        .arg(shellQuoted(address ? QString::fromStdString(*address) : textOf(checkpoint.path())), type,
             shellQuoted(textOf(destination)));
}

} // namespace quantlathe::ui
