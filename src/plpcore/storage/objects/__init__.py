"""Journals and files in an object store (a folder, S3, Google Cloud, Azure), by obstore: install `plpcore[objects]`.

Theory
------
A commit is one object, named by its number, and is put only where there is none of that name. That is the write lock:
of two writers one is refused by the store, looks at what the other wrote, and tries the next number.

Which object holds which document is an index in memory. It is brought up to date before each call by asking for the
next numbers, and is put into the store now and then, so that who opens it later reads one object and a few commits.
The index holds names and numbers, no bodies. It is never trusted further than the commit that it ends with is there.

To erase is a commit too; the objects that hold what was erased are written anew without it. A note that this is to be
done is put first, so that who comes next finishes what a writer that ended in the midst of it left.
"""

from plpcore.storage.objects._blobs import ObjectBlobs
from plpcore.storage.objects._storage import ObjectStorage

__all__ = ["ObjectBlobs", "ObjectStorage", "open_url"]

open_url = ObjectStorage.open
"""What `plpcore.storage.open_storage` calls for `objects:…`."""
