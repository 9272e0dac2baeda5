# SPDX-License-Identifier: GPL-3.0-or-later
"""Small Hugging Face folders of every architecture: the recorded models of tests/data/gguf/conversion.json with a vocabulary
that any text can be written in, so that other programs can load and run what is made of them."""

import json
import pathlib
import struct
import zlib

import numpy

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "data" / "gguf" / "conversion.json"
VOCABULARY = 320
RECORDED_VOCABULARY = 40
# By model_type: who needs a SentencePiece model, and how the words of the others are cut.
SENTENCE_PIECE = {"llama", "mistral", "mixtral", "gemma2", "gemma3_text", "phi3"}
GPT2_WORDS = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}
BYTES = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": False}
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def split(pattern):
    return {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}


def sequence(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


QWEN2 = sequence(split(LLAMA3.replace("{1,3}", "")), BYTES)
WORDS = {
    "smollm3": (sequence(split(LLAMA3), BYTES), True),
    "qwen2": (QWEN2, False),
    "qwen2_moe": (QWEN2, False),
    "qwen3": (QWEN2, False),
    "qwen3_moe": (QWEN2, False),
    "gpt2": (GPT2_WORDS, False),
    "gpt_neox": (GPT2_WORDS, False),
    "olmo2": (sequence(split(LLAMA3), BYTES), False),
    "starcoder2": (sequence({"type": "Digits", "individual_digits": True}, GPT2_WORDS), False),
    "falcon": (sequence({"type": "Punctuation", "behavior": "Contiguous"}, GPT2_WORDS, split("[0-9][0-9][0-9]")), False),
    "deepseek_v3": (sequence(split(r"\p{N}{1,3}"), split("[一-龥぀-ゟ゠-ヿ]+"),
                             split(r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
                                   r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"), BYTES), False),
}


def printable_bytes():
    """GPT-2's letters for the 256 bytes."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in kept}
    for byte in range(256):
        letters.setdefault(byte, chr(256 + sum(1 for other in range(byte) if other not in kept)))
    return [letters[byte] for byte in range(256)]


def byte_level_files(words, ignores_merges):
    letters = printable_bytes()
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    merges = []
    for left, right in ("th", "he", "in", "er", "an", "re", "on", "at", "en", "nd", "ed", "or"):
        vocabulary[left + right] = len(vocabulary)
        merges.append(f"{left} {right}")
    end = {"id": len(vocabulary), "content": "<|endoftext|>", "special": True, "single_word": False, "lstrip": False,
           "rstrip": False, "normalized": False}
    model = {"type": "BPE", "vocab": vocabulary, "merges": merges, "ignore_merges": ignores_merges}
    tokenizer = {"version": "1.0", "added_tokens": [end], "normalizer": None, "pre_tokenizer": words, "post_processor": None,
                 "decoder": {"type": "ByteLevel"}, "model": model}
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": end["content"], "eos_token": end["content"]}
    return {"tokenizer.json": json.dumps(tokenizer).encode(), "tokenizer_config.json": json.dumps(config).encode()}


def sentence_piece_files(kind):
    def field(number, wire, payload):
        return bytes([number << 3 | wire]) + payload

    pieces = [("<unk>", 0.0, 2), ("<s>", 0.0, 3), ("</s>", 0.0, 3)]
    pieces += [(f"<0x{byte:02X}>", 0.0, 6) for byte in range(256)]
    pieces += [(text, -float(place), 1) for place, text in enumerate(["\u2581", *"etaoinshrdlucmwfygpbvk.,", "\u2581t", "\u2581a",
                                                                      "he", "in", "\u2581the", "er", "nd", "\u2581s"])]
    data = b""
    for text, score, type_ in pieces:
        encoded = text.encode()
        piece = field(1, 2, bytes([len(encoded)]) + encoded) + field(2, 5, struct.pack("<f", score)) + field(3, 0, bytes([type_]))
        data += field(1, 2, bytes([len(piece)]) + piece)
    config = {"tokenizer_class": "LlamaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>",
              "add_bos_token": True}
    if kind == "phi3":  # llama.cpp knows these models by name and wants this token
        config["added_tokens_decoder"] = {"310": {"content": "<|endoftext|>", "special": True}}
    return {"tokenizer.model": data, "tokenizer_config.json": json.dumps(config).encode()}


def values(name, shape):
    """Small numbers that everyone can make again; norms near one, so that a random model stays finite."""
    count = int(numpy.prod(shape))
    raw = (numpy.arange(count, dtype=numpy.uint64) * 7919 + zlib.crc32(name.encode())) % 65536
    result = (raw.astype(numpy.float64) / 65536 - 0.5) * (0.2 if len(shape) > 1 else 0.1)
    return (result + (1 if "norm" in name and name.endswith("weight") else 0)).astype("<f4").reshape(shape)


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        begin = len(data)
        data += tensor.tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def make_all(folder):
    """Folders by name."""
    made = {}
    for name, golden in json.loads(GOLDEN.read_text()).items():
        path = folder / name
        path.mkdir(parents=True, exist_ok=True)
        config = {**golden["config"], "vocab_size": VOCABULARY}
        (path / "config.json").write_text(json.dumps(config))
        shapes = {tensor: [VOCABULARY if size == RECORDED_VOCABULARY and len(shape) == 2 and place == 0 and "embed" in tensor
                           or size == RECORDED_VOCABULARY and tensor.split(".")[-2] in ("lm_head", "wte", "word_embeddings")
                           else size for place, size in enumerate(shape)]
                  for tensor, shape in golden["hf_tensors"].items()}
        write_safetensors(path / "model.safetensors", {tensor: values(tensor, shape) for tensor, shape in shapes.items()})
        kind = config["model_type"]
        files = sentence_piece_files(kind) if kind in SENTENCE_PIECE else byte_level_files(*WORDS[kind])
        for file, data in files.items():
            (path / file).write_bytes(data)
        made[name] = path
    return made
