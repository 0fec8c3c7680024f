"""The encoder with its heads: one pass of BERT, its mean over the pieces, one linear answer for each head."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, BertConfig

from training.labels import MEANS, heads
from training.tags import ANSWERS

_DROPOUT = 0.1
ATTENTION_HEADS = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """Layers of an encoder, numbers that it holds of a piece, numbers inside a layer."""

    layers: int
    width: int
    inner: int

    def config(self) -> BertConfig:
        """As published (`base.py`), without dropout in the attention."""
        return BertConfig(
            vocab_size=30_522, hidden_size=self.width, num_hidden_layers=self.layers, intermediate_size=self.inner,
            num_attention_heads=ATTENTION_HEADS, attention_probs_dropout_prob=0.0,
        )  # fmt: skip


SMALL, BASE = Shape(12, 384, 1_536), Shape(12, 768, 3_072)


class Encoder(nn.Module):
    """Logits by head (`labels.heads()`), those of each piece's role (`tags.ANSWERS`); of the larger one the means as
    well (`labels.MEANS`): their mean over the pieces of whatever plays a part.

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
        self.means = nn.Linear(width, len(MEANS)) if shape == BASE else None
        self.bert.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """ids, mask: batch x pieces."""
        return self.answers(self.hidden(ids, mask), mask)

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """batch x pieces x width."""
        hidden: Tensor = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden

    def answers(self, hidden: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """What `forward` gives, of what `hidden` gave."""
        kept = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * kept).sum(1) / kept.sum(1).clamp(min=1)
        asked = self.dropout(pooled)
        return *(head(asked) for head in self.heads.values()), self.tags(self.dropout(hidden))


def save(model: Encoder, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: weights.to("cpu", torch.float32) for name, weights in model.state_dict().items()}, path)


def load(path: Path, attention: str = "sdpa") -> Encoder:
    weights = torch.load(path, weights_only=True)
    shape = next(one for one in (SMALL, BASE) if one.width == weights["tags.weight"].shape[1])
    model = Encoder(attention, shape)
    model.load_state_dict(weights)
    return model


def mean_of(*models: Encoder) -> Encoder:
    """A model whose weights are the mean of those of several of one shape."""
    mean = WeightMean()
    for one in models:
        mean.take(one)
    return mean.model()


class WeightMean:
    """The mean of the weights of models of one shape, taken one by one."""

    def __init__(self) -> None:
        self._sum: dict[str, Tensor] = {}
        self._count = 0
        self._shape = SMALL

    def take(self, model: Encoder) -> None:
        self._shape = model.shape
        self._count += 1
        for name, weights in model.state_dict().items():
            taken = weights.to("cpu", torch.float32)
            self._sum[name] = self._sum[name] + taken if name in self._sum else taken.clone()

    def model(self) -> Encoder:
        """Of those taken so far: at least one."""
        middle = Encoder(shape=self._shape)
        middle.load_state_dict({name: total / self._count for name, total in self._sum.items()})
        return middle
