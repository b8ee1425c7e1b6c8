"""A Llama of random weights whose sequences live in fixed slots of a KV cache: it says nothing, but it takes as long."""

from dataclasses import dataclass

import torch
import torch.distributed as dist
import torch.nn.functional as F


@dataclass(frozen=True)
class Shape:
    """Lengths are elements; those of the whole model, whatever the number of GPUs."""

    name: str
    layers: int
    hidden: int
    intermediate: int
    heads: int
    kv_heads: int
    vocabulary: int

    @property
    def head_size(self):
        return self.hidden // self.heads


SHAPES = {
    "tiny": Shape("random-tiny", 2, 64, 128, 4, 2, 256),
    "1b": Shape("random-1b", 16, 2048, 8192, 32, 8, 128256),
    "8b": Shape("random-8b", 32, 4096, 14336, 32, 8, 128256),
    "70b": Shape("random-70b", 80, 8192, 28672, 64, 8, 128256),
}


class RandomLlama:
    """One rank's share of the model. Heads and feed-forward columns are split over `tp` ranks, as serving engines do."""

    def __init__(self, shape, place, slots, length):
        self.shape, self.device, self.tp = shape, place.device, place.tp
        self.heads = shape.heads // place.tp
        self.kv_heads = max(1, shape.kv_heads // place.tp)
        self.embedding = self._random(place, shape.vocabulary, shape.hidden)
        self.layers = [self._layer(place) for _ in range(shape.layers)]
        cache = (shape.layers, slots, self.kv_heads, length, shape.head_size)
        self.keys = torch.zeros(cache, device=place.device, dtype=place.dtype)
        self.values = torch.zeros(cache, device=place.device, dtype=place.dtype)

    def _random(self, place, *size):
        return torch.randn(size, device=place.device, dtype=place.dtype) * 0.02

    def _layer(self, place):
        shape = self.shape
        own, columns = self.heads * shape.head_size, shape.intermediate // self.tp
        return {
            "qkv": self._random(place, own + 2 * self.kv_heads * shape.head_size, shape.hidden),
            "out": self._random(place, shape.hidden, own),
            "gate_up": self._random(place, 2 * columns, shape.hidden),
            "down": self._random(place, shape.hidden, columns),
            "norms": torch.ones(2, shape.hidden, device=place.device, dtype=place.dtype),
        }

    @torch.inference_mode()
    def step(self, tokens, parts):
        """One forward pass. `tokens`: ids of all parts one after the other; each part is (slots, start, length): that many new
        tokens of each of the slots, behind `start` tokens that the cache holds. Returns the next token of each slot."""
        x = self.embedding[tokens]
        for index, layer in enumerate(self.layers):
            attended = self._attention(F.rms_norm(x, x.shape[-1:], layer["norms"][0]), layer, (index, parts))
            x = x + self._together(attended)
            gate, up = F.linear(F.rms_norm(x, x.shape[-1:], layer["norms"][1]), layer["gate_up"]).chunk(2, dim=-1)
            x = x + self._together(F.linear(F.silu(gate) * up, layer["down"]))
        return F.linear(x[self._last(parts)], self.embedding).argmax(dim=-1)

    def _last(self, parts):
        ends, at = [], 0
        for slots, _, length in parts:
            ends += [at + length * (i + 1) - 1 for i in range(len(slots))]
            at += length * len(slots)
        return ends

    def _together(self, x):
        if self.tp > 1:
            dist.all_reduce(x)
        return x

    def _attention(self, x, layer, step):
        index, parts = step
        size = self.shape.head_size
        widths = [self.heads * size, self.kv_heads * size, self.kv_heads * size]
        query, key, value = F.linear(x, layer["qkv"]).split(widths, dim=-1)
        outputs, at = [], 0
        for slots, start, length in parts:
            rows = slice(at, at + length * len(slots))
            at = rows.stop
            outputs.append(self._attend((query[rows], key[rows], value[rows]), index, (slots, start, length)))
        return F.linear(torch.cat(outputs), layer["out"])

    def _attend(self, projected, index, part):
        slots, start, length = part
        query, key, value = (
            of.view(len(slots), length, -1, self.shape.head_size).transpose(1, 2) for of in projected
        )
        end = start + length
        self.keys[index, slots, :, start:end] = key
        self.values[index, slots, :, start:end] = value
        # One new token sees everything; a prompt sees what is before each of its tokens.
        mask = None
        if length > 1:
            mask = torch.ones(length, end, dtype=torch.bool, device=query.device).tril(start)
        keys, values = self.keys[index, slots, :, :end], self.values[index, slots, :, :end]
        attended = F.scaled_dot_product_attention(query, keys, values, attn_mask=mask, enable_gqa=True)
        return attended.transpose(1, 2).reshape(len(slots) * length, -1)
