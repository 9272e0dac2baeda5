// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_kinds.h"

#include "base/error.h"
#include "ui/bridge/conversion_job.h"
#include "ui/bridge/divergence_job.h"
#include "ui/bridge/download_job.h"
#include "ui/bridge/measure_job.h"
#include "ui/bridge/merge_job.h"
#include "ui/bridge/mix_job.h"
#include "ui/bridge/scan_job.h"
#include "ui/bridge/sensitivity_job.h"

#include <array>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct JobKind {
    const char* name;
    std::unique_ptr<Job> (*fromJson)(const QJsonObject& json);
};

constexpr std::array<JobKind, 8> kinds = {{{ConversionJob::kindName, ConversionJob::fromJson},
                                           {MeasureJob::kindName, MeasureJob::fromJson},
                                           {SensitivityJob::kindName, SensitivityJob::fromJson},
                                           {DownloadJob::kindName, DownloadJob::fromJson},
                                           {ScanJob::kindName, ScanJob::fromJson},
                                           {MixJob::kindName, MixJob::fromJson},
                                           {MergeJob::kindName, MergeJob::fromJson},
                                           {DivergenceJob::kindName, DivergenceJob::fromJson}}};

} // namespace

std::unique_ptr<Job> jobFromJson(const QString& kind, const QJsonObject& json) {
    for (const JobKind& known : kinds) {
        if (kind == QLatin1String(known.name)) {
            return known.fromJson(json);
        }
    }
    throw badInput({}, QCoreApplication::translate("UserData", "Another version of the program made this job").toStdString());
}

} // namespace quantlathe::ui
