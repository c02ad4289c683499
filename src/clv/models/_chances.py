"""What is known of a probability that differs between customers, where a fit lost its spread."""

__all__ = ["chance_in_words"]

ALIKE = 100.0


def chance_in_words(first: float, second: float, chance: str, shapes: str) -> str:
    """Say what is left of Beta(first, second) on a boundary.

    ``chance`` names the probability, such as "dropout", and ``shapes`` its parameters.
    """
    share = first / (first + second)
    if share < 0.001:
        return f"{chance} never happens (its probability goes to 0)"
    if share > 0.999:
        return f"{chance} always happens (its probability goes to 1)"
    if first + second > ALIKE:
        return f"{chance} has one probability for everyone, {share:.4f} ({shapes} to infinity)"
    if first + second < 1 / ALIKE:
        return f"{chance} is all or nothing, {share:.4f} of customers ({shapes} to 0)"
    return f"{chance} has mean {share:.4f} and unknown spread ({shapes} only by their ratio)"
