// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/bf16_product.h"

#include "base/error.h"
#include "base/words.h"
#include "runtime/gemm.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <pthread.h>
#include <signal.h>

namespace quantlathe {
namespace {

/// oneDNN may be built for OpenMP (Debian's is) and would start a team of its own threads in every thread that calls it. The
/// team size is a setting of the calling thread: here it is one. The function is looked up by name because whether an OpenMP
/// runtime is there at all, and which, is the library's affair.
void useThisThreadOnly() {
    thread_local const bool isSet = [] {
        using SetThreads = void (*)(int);
        if (auto* found = dlsym(RTLD_DEFAULT, "omp_set_num_threads")) {
            reinterpret_cast<SetThreads>(found)(1);
        }
        return true;
    }();
    static_cast<void>(isSet);
}

Error failedProduct(std::string_view reason) {
    return {ErrorKind::failed, say("A matrix product failed"), say("oneDNN says: {}.", reason)};
}

/// No signal is delivered to this thread while one lives. Some of oneDNN's generated code uses the stack pointer for other
/// things: what the system then lays on the "stack" for a signal's handler destroys the heap (docs/runtime.md).
class SignalsHeld {
public:
    SignalsHeld() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
    sigset_t before_{};
};

dnnl_dim_t dim(std::size_t value) {
    return static_cast<dnnl_dim_t>(value);
}

const dnnl::engine& cpu() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

} // namespace

std::string bf16Library() {
    const dnnl_version_t* const version = dnnl::version();
    return fmt::format("{}.{}.{}", version->major, version->minor, version->patch);
}

bool hasBf16Instructions() {
    static const bool has = [] {
        const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
        return isa == dnnl::cpu_isa::avx512_core_bf16 || isa == dnnl::cpu_isa::avx512_core_amx;
    }();
    return has;
}

void multiplyTransposed(ConstBf16Matrix x, ConstBf16Matrix w, Matrix out) {
    useThisThreadOnly();
    using Type = dnnl::memory::data_type;
    using Dims = dnnl::memory::dims;
    const SignalsHeld held;
    try {
        thread_local dnnl::stream stream(cpu());
        const dnnl::memory::desc xs({dim(x.rows), dim(x.columns)}, Type::bf16, Dims{dim(x.stride), 1});
        const dnnl::memory::desc ws({dim(w.columns), dim(w.rows)}, Type::bf16, Dims{1, dim(w.stride)});
        const dnnl::memory::desc outs({dim(out.rows), dim(out.columns)}, Type::f32, Dims{dim(out.stride), 1});
        // Made anew for each call: oneDNN keeps the generated code of recent shapes.
        const dnnl::matmul product({{xs, ws, outs}, cpu()});
        // oneDNN's memory objects know no constness; sources are only read.
        const dnnl::memory xm(xs, cpu(), const_cast<std::uint16_t*>(x.data));
        const dnnl::memory wm(ws, cpu(), const_cast<std::uint16_t*>(w.data));
        const dnnl::memory outm(outs, cpu(), out.data);
        product.execute(stream, {{DNNL_ARG_SRC, xm}, {DNNL_ARG_WEIGHTS, wm}, {DNNL_ARG_DST, outm}});
        stream.wait();
    } catch (const dnnl::error& error) {
        throw failedProduct(error.what());
    }
}

} // namespace quantlathe
