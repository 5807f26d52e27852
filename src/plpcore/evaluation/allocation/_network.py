"""A flow network with whole capacities."""

from collections.abc import Iterable


class Network:
    """Nodes 0 to `size - 1`, joined by arcs. It changes while it is filled, and never leaves this package.

    The arc with number `a` has its way back at `a ^ 1`, whose room is what flows on `a`.
    """

    __slots__ = ("_arcs", "_heads", "room")

    def __init__(self, size: int) -> None:
        self._heads: list[int] = []
        self.room: list[int] = []
        self._arcs: list[list[int]] = [[] for _ in range(size)]

    def join(self, tail: int, head: int, room: int) -> int:
        """Add an arc for at most `room` and return its number."""
        arc = len(self._heads)
        self._heads += (head, tail)
        self.room += (room, 0)
        self._arcs[tail].append(arc)
        self._arcs[head].append(arc + 1)
        return arc

    def push(self, origin: int, target: int, wanted: int) -> int:
        """Send up to `wanted` from `origin` to `target`, as much as fits, and return what was sent."""
        sent = 0
        while sent < wanted:
            distance = self.distances([target], origin)
            if distance[origin] < 0:
                break
            sent += self._fill(origin, wanted - sent, distance)
        return sent

    def distances(self, targets: Iterable[int], origin: int = -1) -> list[int]:
        """Return for each node how many arcs with room lie between it and the nearest target; -1: no way.

        The search ends when it meets `origin`; nodes that are no nearer than it may then have -1 too.
        """
        queue = list(targets)
        distance = [-1] * len(self._arcs)
        for node in queue:
            distance[node] = 0
        heads, room = self._heads, self.room
        for node in queue:  # grows while it is walked
            for arc in self._arcs[node]:
                tail = heads[arc]
                if distance[tail] < 0 and room[arc ^ 1]:
                    distance[tail] = distance[node] + 1
                    if tail == origin:
                        return distance
                    queue.append(tail)
        return distance

    def _fill(self, origin: int, wanted: int, distance: list[int]) -> int:
        """Send along shortest ways until none is left, and return what was sent."""
        tried = [0] * len(self._arcs)
        path: list[int] = []
        node, sent = origin, 0
        while sent < wanted:
            if not distance[node]:
                sent += self._send(path, wanted - sent)
                path, node = [], origin
                continue
            arc = self._next_arc(node, tried, distance)
            if arc >= 0:
                path.append(arc)
                node = self._heads[arc]
            elif path:
                node = self._heads[path.pop() ^ 1]
                tried[node] += 1
            else:
                break
        return sent

    def _next_arc(self, node: int, tried: list[int], distance: list[int]) -> int:
        arcs = self._arcs[node]
        while tried[node] < len(arcs):
            arc = arcs[tried[node]]
            if self.room[arc] and distance[self._heads[arc]] == distance[node] - 1:
                return arc
            tried[node] += 1
        return -1

    def _send(self, path: list[int], wanted: int) -> int:
        amount = min(wanted, *(self.room[arc] for arc in path))
        for arc in path:
            self.room[arc] -= amount
            self.room[arc ^ 1] += amount
        return amount
