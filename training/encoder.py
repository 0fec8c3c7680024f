"""The encoder with its heads: one pass of BERT, its mean over the pieces, one linear answer for each head."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, BertConfig

from training.labels import heads
from training.tags import ANSWERS

_DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Shape:
    """Layers of an encoder, numbers that it holds of a piece, numbers inside a layer."""

    layers: int
    width: int
    inner: int

    def config(self) -> BertConfig:
        """As published (`base.py`), without dropout in the attention."""
        return BertConfig(
            vocab_size=30_522, hidden_size=self.width, num_hidden_layers=self.layers, num_attention_heads=12,
            intermediate_size=self.inner, attention_probs_dropout_prob=0.0,
        )  # fmt: skip


SMALL, BASE = Shape(12, 384, 1_536), Shape(12, 768, 3_072)


class Encoder(nn.Module):
    """Logits by head (`labels.heads()`), those of each piece's role (`tags.ANSWERS`).

    `attention`: "eager" to export, "sdpa" to train.
    """

    def __init__(self, attention: str = "sdpa", shape: Shape = SMALL) -> None:
        super().__init__()
        self.shape = shape
        self.bert = AutoModel.from_config(shape.config(), attn_implementation=attention, add_pooling_layer=False)
        width = shape.width
        self.dropout = nn.Dropout(_DROPOUT)
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(answers)) for name, answers in heads().items()})
        self.tags = nn.Linear(width, len(ANSWERS))
        self.bert.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """ids, mask: batch x pieces."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1)
        asked = self.dropout(pooled)
        return *(head(asked) for head in self.heads.values()), self.tags(self.dropout(hidden))


def save(model: Encoder, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: weights.to(torch.float32) for name, weights in model.state_dict().items()}, path)


def load(path: Path, attention: str = "sdpa") -> Encoder:
    weights = torch.load(path, weights_only=True)
    shape = next(one for one in (SMALL, BASE) if one.width == weights["tags.weight"].shape[1])
    model = Encoder(attention, shape)
    model.load_state_dict(weights)
    return model


def mean_of(*models: Encoder) -> Encoder:
    """A model whose weights are the mean of those of several of one shape."""
    states = [one.state_dict() for one in models]
    middle = Encoder(shape=models[0].shape)
    middle.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return middle
