#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills conversions at system calls, makes system calls fail, and looks whether anything wrong is left. See README.md."""
import argparse
import collections
import concurrent.futures
import errno
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

# Calls that change something: where a kill can leave a state between two others.
CHANGING = ("pwrite,fsync,fsync-folder,fdatasync,ftruncate,fallocate,rename,renameat2,link,unlink,unlinkat,remove,mkdir,"
            "rmdir,sync_file_range,flock,create,close")

# What each call may answer on a real machine.
FAULTS = {
    "pwrite": ["EIO", "ENOSPC", "EDQUOT", "EFBIG", "EINTR", "short"],
    "pread": ["EIO", "EINTR", "short"],
    "read": ["EIO", "EINTR", "short"],
    "write": ["EINTR", "short"],
    "fsync": ["EIO", "ENOSPC", "EINTR"],
    "fsync-folder": ["EIO", "EINVAL", "EINTR"],
    "fdatasync": ["EIO", "ENOSPC", "EINTR"],
    "sync_file_range": ["EIO", "ENOSPC", "ENOSYS"],
    "ftruncate": ["EIO", "ENOSPC"],
    "fallocate": ["EIO", "ENOSPC", "EOPNOTSUPP", "EINTR"],
    "rename": ["EIO", "EXDEV", "ENOSPC"],
    "renameat2": ["EIO", "EXDEV", "EINVAL", "EEXIST", "ENOSPC", "ENOSYS"],
    "mmap": ["ENOMEM", "EACCES"],
    "open": ["EIO", "EMFILE", "EACCES"],
    "create": ["EIO", "ENOSPC", "EMFILE", "EROFS"],
    "close": ["EIO"],
    "flock": ["EIO", "ENOLCK", "EINTR", "EAGAIN"],
    "fstat": ["EIO"],
    "stat": ["EIO", "ESTALE"],
    "lstat": ["EIO"],
    "mkdir": ["ENOSPC", "EACCES"],
    "unlinkat": ["EIO"],
    "remove": ["EIO"],
    "rmdir": ["EIO"],
}
TEMPORARY = re.compile(r"\.part(/|\.journal$|$)|(^|/)\.quantlathe-[^/]*\.tmp$")


class Case:
    """One way to run the program: `new` makes the output that is looked at, `old` one that lies there before (with --force)."""

    def __init__(self, name, new, old=None, resumes=True, is_set=False):
        self.name, self.new, self.old, self.resumes, self.is_set = name, new, old, resumes, is_set


def cases(model, inputs):
    def convert(output, *options):
        return ["convert", model, "-o", "{out}/" + output, "--progress", "none", "--threads", "2", *options]

    gguf = convert("o.gguf", "--preset", "Q4_K_M")
    older = convert("o.gguf", "--preset", "Q8_0")
    split = gguf + ["--split-max-tensors", "6"]
    return [
        Case("gguf", gguf),
        Case("replace", gguf + ["--force"], older),
        Case("set", split, is_set=True),
        Case("replace-set", split + ["--force"], older + ["--split-max-tensors", "6"], is_set=True),
        Case("folder", convert("o.nf4", "--format", "bitsandbytes", "--preset", "NF4")),
        Case("matrices", convert("o.hqq", "--format", "hqq", "--preset", "HQQ4")),
        Case("split", ["split", inputs + "/whole.gguf", "-o", "{out}/s", "--split-max-tensors", "8", "--progress", "none"],
             resumes=False, is_set=True),
        Case("merge", ["merge", inputs + "/cut-00001-of-{shards}.gguf", "-o", "{out}/m.gguf", "--progress", "none"],
             resumes=False),
        Case("plan", ["plan", model, "--preset", "Q8_0", "-o", "{out}/p.json"], resumes=False),
    ]


def tree(folder):
    found = {}
    for root, folders, files in os.walk(folder):
        for name in folders:
            found[os.path.relpath(os.path.join(root, name), folder) + "/"] = "folder"
        for name in files:
            path = os.path.join(root, name)
            with open(path, "rb") as stream:
                found[os.path.relpath(path, folder)] = hashlib.sha256(stream.read()).hexdigest()
    return found


def finals(files):
    return {name: content for name, content in files.items() if not TEMPORARY.search(name)}


def write_model(sample, folder, seed):
    """A Llama of two layers with random BF16 weights and the companions of the sample model: quick to convert."""
    os.makedirs(folder)
    for name in os.listdir(sample):
        if name != "model.safetensors":
            shutil.copy(os.path.join(sample, name), folder)
    with open(os.path.join(sample, "config.json"), encoding="utf-8") as stream:
        config = json.load(stream)
    hidden, inner, layers, heads = 256, 512, 2, 4
    config.update(hidden_size=hidden, intermediate_size=inner, num_hidden_layers=layers, num_attention_heads=heads,
                  num_key_value_heads=heads, head_dim=hidden // heads, tie_word_embeddings=True, torch_dtype="bfloat16")
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as stream:
        json.dump(config, stream, indent=2)
    shapes = {"model.embed_tokens.weight": [config["vocab_size"], hidden], "model.norm.weight": [hidden]}
    for layer in range(layers):
        prefix = f"model.layers.{layer}."
        for name in "qkvo":
            shapes[f"{prefix}self_attn.{name}_proj.weight"] = [hidden, hidden]
        shapes[prefix + "mlp.gate_proj.weight"] = shapes[prefix + "mlp.up_proj.weight"] = [inner, hidden]
        shapes[prefix + "mlp.down_proj.weight"] = [hidden, inner]
        shapes[prefix + "input_layernorm.weight"] = shapes[prefix + "post_attention_layernorm.weight"] = [hidden]
    header, size = {}, 0
    for name, shape in shapes.items():
        bytes_of = 2 * shape[0] * (shape[1] if len(shape) > 1 else 1)
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [size, size + bytes_of]}
        size += bytes_of
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    values = bytearray(random.Random(seed).randbytes(size))
    for at in range(1, size, 2):  # signs and small exponents: 2^-8 to 2^-5, never infinite
        values[at] = (values[at] & 0x80) | 0x3C | (values[at] & 0x01)
    with open(os.path.join(folder, "model.safetensors"), "wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text + values)


class Runner:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.inputs = os.path.join(work, "inputs")
        self.bad = []
        self.counts = collections.Counter()

    # --- running the program

    def run(self, case_arguments, out, fault=None, extra=(), name="run"):
        environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(self.work, "cache"))
        if fault:
            calls, number, action, stays, log = fault
            environment.update(LD_PRELOAD=self.options.shim, QUANTLATHE_FAULT_CALLS=calls,
                               QUANTLATHE_FAULT_NUMBER=str(number), QUANTLATHE_FAULT_ACTION=action,
                               QUANTLATHE_FAULT_STAYS="1" if stays else "")
            if log:
                environment["QUANTLATHE_FAULT_LOG"] = log
        arguments = [word.replace("{out}", out) for word in case_arguments] + list(extra)
        try:
            return subprocess.run([self.options.cli, *arguments], capture_output=True, text=True, errors="replace",
                                  env=environment, timeout=self.options.timeout)
        except subprocess.TimeoutExpired:
            return None

    def prepare(self):
        os.makedirs(self.inputs)
        model = self.inputs + "/model"
        write_model(self.options.sample, model, self.options.seed)
        whole = self.inputs + "/whole.gguf"
        self.must(["convert", model, "-o", whole, "--preset", "F16", "--progress", "none"])
        self.must(["split", whole, "-o", self.inputs + "/cut", "--split-max-tensors", "8"])
        shards = sum(name.startswith("cut-") for name in os.listdir(self.inputs))
        self.cases = cases(model, self.inputs)
        for case in self.cases:
            case.new = [word.replace("{shards}", f"{shards:05}") for word in case.new]
            case.reference = self.reference(case, case.new)
            case.before = self.reference(case, case.old) if case.old else {}

    def must(self, arguments, out=""):
        result = self.run(arguments, out)
        if result is None or result.returncode != 0:
            sys.exit(f"cannot begin: {' '.join(arguments)}\n{result and result.stderr}")

    def reference(self, case, arguments):
        out = os.path.join(self.work, f"{case.name}-{'old' if arguments is case.old else 'new'}")
        os.makedirs(out)
        self.must(arguments, out)
        if arguments is case.old:
            case.start = out
        return tree(out)

    def calls_of(self, case, kinds):
        """The kinds of the calls of one run, in their order."""
        out = self.fresh(case, f"count-{case.name}")
        log = out + ".log"
        result = self.run(case.new, out, (kinds, 0, "", False, log))
        if result is None or result.returncode != 0:
            sys.exit(f"cannot count the calls of {case.name}")
        with open(log, encoding="ascii") as stream:
            return stream.read().split()

    def fresh(self, case, name):
        out = os.path.join(self.work, name)
        shutil.rmtree(out, ignore_errors=True)
        if case.old:
            shutil.copytree(case.start, out)
        else:
            os.makedirs(out)
        return out

    # --- what must hold

    def report(self, what, detail):
        self.bad.append(f"{what}: {detail}")
        print("BAD", what, detail, flush=True)

    def look(self, what, case, files):
        """Whatever looks complete is complete: the old output, the new one, or nothing."""
        there = finals(files)
        if case.is_set:
            first = [name for name in there if "-00001-of-" in name]
            # Without its first file a set is none to any reader.
            if first and there not in (case.before, case.reference):
                self.report(what, f"a set that looks whole is mixed: {sorted(there)}")
            known = [case.before, case.reference]
            if any(all(content != files_of.get(name) for files_of in known) for name, content in there.items()):
                self.report(what, "a file of the set has other bytes")
        elif there and there not in (case.before, case.reference):
            self.report(what, f"neither the old nor the new output: {sorted(there)}")
        elif case.old and not there:
            self.report(what, "the old output is lost")
        return there

    def finish(self, what, case, out, resume):
        """The next run, undisturbed, must reach the reference and leave nothing else."""
        result = self.run(case.new, out, extra=["--resume"] if resume and case.resumes else [])
        files = tree(out)
        if result is None:
            self.report(what, "the next run hangs")
        elif result.returncode == 2 and not case.old and finals(files) == case.reference:
            if files != case.reference:  # the name was given already; nothing else may stay
                self.report(what, f"left beside the finished output: {sorted(set(files) - set(case.reference))}")
        elif result.returncode != 0 or files != case.reference:
            differing = [name for name in set(files) | set(case.reference) if files.get(name) != case.reference.get(name)]
            # A set whose names were given in part by split (which does not resume) stands in its own way.
            self.report(what, f"the next run: {result.returncode} {result.stderr.strip()[-300:]} {sorted(differing)}")
        if result is not None and case.resumes:
            self.counts["finished after " + ("a resume" if resume else "a new start")] += 1

    def check_message(self, what, text):
        lines = [line for line in text.strip().split("\n") if line]
        for line in lines:
            if not line.startswith("quantlathe-cli: "):
                self.report(what, f"a message without the program's name: {line!r}")
            if re.search(r"\.\.(?!\.)|\. \.", line.replace("...", "")):
                self.report(what, f"a double full stop: {line!r}")

    # --- the two kinds of trials

    def kill(self, case, number, calls, seed, place):
        choose = random.Random(seed)
        what = f"kill {case.name} {number}/{len(calls)} {calls[number - 1]}"
        out = self.fresh(case, place)
        action = choose.choice(["kill", "kill", "kill-after"])
        result = self.run(case.new, out, (CHANGING, number, action, False, None))
        self.counts["kills"] += 1
        if result is None:
            return self.report(what, "hangs")
        there = self.look(what, case, tree(out))
        self.counts["state: " + ("old" if there and there == case.before else "new" if there == case.reference else
                                 "none" if not there else "part of a set")] += 1
        resume = choose.random() < 0.7
        for link in range(choose.choice([0, 0, 1, 2])):  # killed again, at another place
            if there == case.reference:
                break
            again = self.run(case.new, out, (CHANGING, choose.randint(1, len(calls)), "kill", False, None),
                             extra=["--resume"] if resume and case.resumes else [])
            self.counts["kills"] += 1
            if again is None:
                return self.report(what, f"hangs when run again ({link})")
            there = self.look(f"{what}, killed again ({link})", case, tree(out))
        self.finish(what, case, out, resume)
        shutil.rmtree(out)

    def fault(self, case, kind, answer, number, stays, seed, place):
        what = f"fault {case.name} {kind} {number} {answer}{' from then on' if stays else ''}"
        out = self.fresh(case, place)
        action = answer if answer == "short" else str(getattr(errno, answer))
        result = self.run(case.new, out, (kind, number, action, stays, None))
        self.counts["faults"] += 1
        if result is None:
            return self.report(what, "hangs")
        files = tree(out)
        self.check_message(what, result.stderr)
        if result.returncode not in (0, 1, 2):
            return self.report(what, f"ends with {result.returncode}: {result.stderr[-300:]}")
        self.counts[f"exit code {result.returncode}"] += 1
        if result.returncode == 0:
            if files != case.reference:
                leftovers = sorted(set(files) - set(case.reference))
                wrong = sorted(name for name in case.reference if files.get(name) != case.reference[name])
                # What cannot be removed stays; the result is whole.
                if wrong or kind not in ("remove", "unlink", "unlinkat", "rmdir", "lstat", "fstat") or not all(map(TEMPORARY.search, leftovers)):
                    self.report(what, f"exit code 0, but {wrong} differ and {leftovers} are left")
            return shutil.rmtree(out)
        self.look(what, case, files)
        self.finish(what, case, out, random.Random(seed).random() < 0.7)
        return shutil.rmtree(out)

    def damage(self, case, seed, place):
        """A run killed before the rename, its temporary output damaged: nothing damaged is taken over."""
        choose = random.Random(seed)
        out = self.fresh(case, place)
        self.run(case.new, out, ("renameat2,rename", 1, "kill", False, None))
        parts = [name for name in tree(out) if TEMPORARY.search(name) and not name.endswith((".journal", "/"))]
        self.counts["damaged temporary files"] += 1
        path = os.path.join(out, choose.choice(sorted(parts)))
        with open(path, "rb") as stream:
            content = bytearray(stream.read())
        manner = choose.randrange(5)
        at = choose.randrange(max(len(content), 1))
        if manner == 0 and content:
            content[at] ^= 1 << choose.randrange(8)
        elif manner == 1:
            del content[at:]
        elif manner == 2:
            content += bytes(choose.randrange(1, 5000))
        elif manner == 3:
            end = min(len(content), at + choose.randrange(1, 200000))
            content[at:end] = bytes(end - at)
        else:
            os.remove(path)
        if manner < 4:
            with open(path, "wb") as stream:
                stream.write(content)
        self.finish(f"damage {case.name} {os.path.basename(path)} manner {manner}", case, out, True)
        shutil.rmtree(out)


def spread(choose, total, count):
    """`count` numbers of 1 … total, spread evenly, the ends among them."""
    if total <= count:
        return list(range(1, total + 1))
    step = total / count
    return sorted({min(total, 1 + int(step * i + choose.random() * step)) for i in range(count)} | {1, total})


def trials(runner, options):
    """Kills first, then faults, then damage; drawn by the seed, so that a seed and a count say the same trials again."""
    choose = random.Random(options.seed)
    kills, faults, damages = [], [], []
    resuming = [case for case in runner.cases if case.resumes]
    for case in runner.cases:
        calls = runner.calls_of(case, CHANGING)
        kills += [(case, number, calls) for number in range(1, len(calls) + 1)]
        kinds = runner.calls_of(case, ",".join(FAULTS))
        numbers = collections.Counter(kinds)
        for kind, answers in FAULTS.items():
            for answer in answers:
                for number in spread(choose, numbers[kind], 12) if numbers[kind] else []:
                    faults.append((case, kind, answer, number, False))
                    if answer in ("EIO", "ENOSPC") and kind in ("pwrite", "fsync", "fdatasync", "sync_file_range") and number % 5 == 0:
                        faults.append((case, kind, answer, number, True))
    choose.shuffle(kills)
    choose.shuffle(faults)
    chosen = kills[:options.count]
    while len(chosen) < options.count:  # more than there are places: other chains from the same ones
        chosen.append(choose.choice(kills))
    for case, number, calls in chosen:
        yield "kill", (case, number, calls, choose.random())
    for case, kind, answer, number, stays in faults[:options.count * 5 // 2]:
        yield "fault", (case, kind, answer, number, stays, choose.random())
    for _ in range(max(1, options.count // 6)):
        yield "damage", (choose.choice(resuming), choose.random())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True, help="quantlathe-cli")
    parser.add_argument("--shim", required=True, help="the library that is preloaded")
    parser.add_argument("--sample", required=True, help="the sample model, for its tokenizer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=775, help="places to kill at; two and a half times as many faults")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=int, default=300, help="seconds after which a run counts as hanging")
    options = parser.parse_args()
    options.cli, options.shim, options.sample = map(os.path.abspath, (options.cli, options.shim, options.sample))
    with tempfile.TemporaryDirectory(prefix="quantlathe-reliability-") as work:
        runner = Runner(options, work)
        runner.prepare()
        all_trials = list(trials(runner, options))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            running = [pool.submit(getattr(runner, kind), *arguments, f"trial-{number}")
                       for number, (kind, arguments) in enumerate(all_trials)]
            for done in concurrent.futures.as_completed(running):
                done.result()
    summary = {"seed": options.seed, "trials": len(all_trials), "bad": len(runner.bad), **dict(sorted(runner.counts.items()))}
    print(json.dumps(summary, indent=2))
    return 1 if runner.bad else 0


if __name__ == "__main__":
    sys.exit(main())
