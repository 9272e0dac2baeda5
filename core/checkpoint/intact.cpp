// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/intact.h"

#include "base/mapping_guard.h"

namespace quantlathe {

void requireIntact(const Checkpoint& checkpoint) {
    for (const MappedFile& file : checkpoint.files()) {
        requireIntact(file);
    }
}

void requireUnchanged(const Checkpoint& checkpoint) {
    for (const MappedFile& file : checkpoint.files()) {
        requireUnchanged(file);
    }
}

} // namespace quantlathe
