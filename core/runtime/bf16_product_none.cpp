// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/bf16_product.h"

#include "base/error.h"
#include "base/words.h"
#include "runtime/gemm.h"

namespace quantlathe {

std::string bf16Library() {
    return "not built in";
}

bool hasBf16Instructions() {
    return false;
}

void multiplyTransposed(ConstBf16Matrix /*x*/, ConstBf16Matrix /*w*/, Matrix /*out*/) {
    throw Error(ErrorKind::failed, say("A matrix product failed"), say("oneDNN says: {}.", bf16Library()));
}

} // namespace quantlathe
