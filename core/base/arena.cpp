// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arena.h"

#include <algorithm>
#include <thread>

namespace quantlathe {

int threadCount(int requested) {
    return requested > 0 ? requested : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

} // namespace quantlathe
