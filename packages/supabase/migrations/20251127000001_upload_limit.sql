-- As large as the contract's PDF_LIMITS say, and no larger.
update storage.buckets set file_size_limit = 33554432 where id = 'originals';
