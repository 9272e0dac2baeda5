// SPDX-License-Identifier: GPL-3.0-or-later
// What split, merge and merge-lora say of a job in JSON.
#pragma once

#include "convert/direct_output.h"
#include "json.h"

namespace quantlathe::cli {

/// "seconds" and "peak_resident_bytes", or "dry_run" where `report` is nullptr.
inline void addReport(Json& document, const DirectReport* report) {
    if (report == nullptr) {
        document["dry_run"] = true;
        return;
    }
    document["seconds"] = jsonNumber(report->seconds);
    document["peak_resident_bytes"] = report->peakResidentBytes;
}

} // namespace quantlathe::cli
